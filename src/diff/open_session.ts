// A session while its tape is being read: its acts are added as they come.

import type { Value } from "../base/json.ts";
import type { Side } from "../base/side.ts";
import type { Story } from "../timeline/sessions_story.ts";
import { Beats } from "./beats.ts";
import type { ActKind, ActSession, OpenAct } from "./act.ts";

/** What is said in one act, before it has its place. */
export interface Saying {
  readonly from: Side;
  readonly kind: ActKind;
  readonly namespace?: string;
  readonly name: string;
  readonly value: Value;
  readonly asks?: boolean;
}

export class OpenSession {
  readonly kind: Story["kind"];
  readonly at: number;
  readonly beats = new Beats();
  /** The Engine.IO sid, or the number of a connection: what its story is found by. */
  readonly id: string | number;
  readonly #path: string;
  readonly #acts: Readonly<Record<Side, OpenAct[]>> = { client: [], server: [] };
  readonly #namespaces = new Set<string>();

  constructor(kind: Story["kind"], id: string | number, at: number, path = "") {
    this.kind = kind;
    this.id = id;
    this.at = at;
    this.#path = path;
  }

  add(act: OpenAct): void {
    const { from, kind, namespace } = act.key;
    this.#acts[from].push(act);
    if (kind === "connect" || kind === "refuse") this.#namespaces.add(namespace);
  }

  /** Takes back what turned out to be no act; it was one of the last. */
  remove(act: OpenAct): void {
    const acts = this.#acts[act.key.from];
    const place = acts.lastIndexOf(act);
    if (place >= 0) acts.splice(place, 1);
  }

  /** The session when all of it has been read. */
  finish(number: number, story: Story | undefined): ActSession {
    const { client, server } = this.#acts;
    const label = `${this.#name(number)}${this.#place()}`;
    const { kind, at } = this;
    const heartbeats = this.beats.heartbeats();
    return {
      number,
      kind,
      label,
      at,
      client,
      server,
      ...(heartbeats === undefined ? {} : { heartbeats }),
      ...(story === undefined ? {} : { story }),
    };
  }

  #name(number: number): string {
    switch (this.kind) {
      case "session":
        return `session ${number}`;
      case "refusal":
        return `refused handshake ${number}`;
      case "websocket":
        return `websocket ${number}`;
      case "http":
        return "other HTTP";
    }
  }

  #place(): string {
    const names = [...this.#namespaces];
    if (this.#path !== "") names.unshift(this.#path);
    const shown = names.slice(0, 3).join(", ");
    if (shown === "" || (names.length === 1 && shown === "/")) return "";
    return names.length > 3 ? ` (${shown}, …)` : ` (${shown})`;
  }
}
