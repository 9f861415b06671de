// HTTP that belongs to no session: each request is an act, its response the answer to it.

import type { Value } from "../base/json.ts";
import type { CloseEntry, RequestEntry, ResponseEntry } from "../tape/entry.ts";
import { payloadOf } from "../timeline/content.ts";
import type { Content as ActContent, OpenAct } from "./act.ts";
import { OpenSession, type Saying } from "./open_session.ts";
import { HIDDEN } from "./mask.ts";
import { requestTarget } from "./request_act.ts";
import { isInterim, SWITCHING_PROTOCOLS } from "../wire/status.ts";

type ContentOf = (act: OpenAct, value: Value) => ActContent;

/** A response that stands before its request, the body of which was still being sent. */
interface EarlyResponse {
  readonly line: number;
  readonly entry: ResponseEntry;
  readonly contentOf: ContentOf;
}

/** How many of those wait for their requests; most of what comes to more answers nothing. */
const MAX_EARLY = 1000;

export class HttpActs {
  readonly #waiting = new Map<number, OpenAct>();
  readonly #early = new Map<number, EarlyResponse>();
  /** What a connection did not get to its end, and how that reads when it was the tap's doing. */
  readonly #cut = new Map<number, () => void>();
  #session: OpenSession | undefined;
  #count = 0;

  /** All HTTP of a tape is one story. */
  get session(): OpenSession {
    this.#session ??= new OpenSession("http", "http", 0);
    return this.#session;
  }

  requested(entry: RequestEntry, actOf: (saying: Saying) => OpenAct): void {
    const { path, query } = requestTarget(entry, false);
    // Of an upload that was cut, how much had come by then is chance.
    const body = entry.truncated === true ? HIDDEN : payloadOf(entry);
    const name = `${entry.method} ${path}`;
    const value = { query, ...(body.length === 0 ? {} : { body }) };
    const act = actOf({ from: "client", kind: "http", name, value, asks: true });
    this.#waiting.set(entry.id, act);
    this.session.add(act);
    this.#count += 1;
    const early = this.#early.get(entry.id);
    if (early === undefined) return;
    this.#early.delete(entry.id);
    this.responded(early.line, early.entry, early.contentOf);
  }

  /** The 101 of a WebSocket is no answer: what follows it is a session of its own. */
  responded(line: number, entry: ResponseEntry, contentOf: ContentOf): void {
    if (isInterim(entry.status)) return;
    const act = this.#waiting.get(entry.id);
    if (act === undefined) {
      if (this.#early.size < MAX_EARLY) this.#early.set(entry.id, { line, entry, contentOf });
      return;
    }
    this.#waiting.delete(entry.id);
    if (entry.status === SWITCHING_PROTOCOLS) {
      this.session.remove(act);
      this.#count -= 1;
      return;
    }
    const body = payloadOf(entry);
    const { status, at } = entry;
    const value = { status, ...(body.length === 0 ? {} : { body }) };
    act.answer = { line, at, content: contentOf(act, value) };
    if (entry.truncated !== true) return;
    this.#cut.set(entry.conn, () => {
      act.answer = { line, at, content: contentOf(act, { status, body: HIDDEN }) };
    });
  }

  /** The recording ended within a body: how much of it had come by then is chance. */
  closed({ conn, by }: CloseEntry): void {
    if (by === "tap") this.#cut.get(conn)?.();
    this.#cut.delete(conn);
  }

  /** Whether there was any HTTP at all. */
  finish(): boolean {
    return this.#count > 0;
  }
}
