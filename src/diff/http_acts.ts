// HTTP that belongs to no session: each request is an act, its response the answer to it.

import type { Value } from "../base/json.ts";
import type { RequestEntry, ResponseEntry } from "../tape/entry.ts";
import { payloadOf } from "../timeline/content.ts";
import type { Content as ActContent, OpenAct } from "./act.ts";
import { OpenSession, type Saying } from "./open_session.ts";
import { requestTarget } from "./request_act.ts";
import { SWITCHING_PROTOCOLS } from "../wire/status.ts";

export class HttpActs {
  readonly #waiting = new Map<number, OpenAct>();
  #session: OpenSession | undefined;
  #count = 0;

  /** All HTTP of a tape is one story. */
  get session(): OpenSession {
    this.#session ??= new OpenSession("http", "http", 0);
    return this.#session;
  }

  requested(entry: RequestEntry, actOf: (saying: Saying) => OpenAct): void {
    const { path, query } = requestTarget(entry, false);
    const body = payloadOf(entry);
    const name = `${entry.method} ${path}`;
    const value = { query, ...(body.length === 0 ? {} : { body }) };
    const act = actOf({ from: "client", kind: "http", name, value, asks: true });
    this.#waiting.set(entry.id, act);
    this.session.add(act);
    this.#count += 1;
  }

  /** The 101 of a WebSocket is no answer: what follows it is a session of its own. */
  responded(
    line: number,
    entry: ResponseEntry,
    contentOf: (act: OpenAct, value: Value) => ActContent,
  ): void {
    const act = this.#waiting.get(entry.id);
    if (act === undefined) return;
    this.#waiting.delete(entry.id);
    if (entry.status === SWITCHING_PROTOCOLS) {
      this.session.remove(act);
      this.#count -= 1;
      return;
    }
    const body = payloadOf(entry);
    const value = { status: entry.status, ...(body.length === 0 ? {} : { body }) };
    act.answer = { line, at: entry.at, content: contentOf(act, value) };
  }

  /** Whether there was any HTTP at all. */
  finish(): boolean {
    return this.#count > 0;
  }
}
