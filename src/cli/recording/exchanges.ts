// Requests that wait for their answers, with what has to be known of them then: whether they are
// Engine.IO's, whether they ask for a WebSocket. Their bodies are not kept.

import { isCarriedByProtocol } from "../../protocols/registry.ts";
import type { Header, RequestEntry, ResponseEntry } from "../../tape/entry.ts";
import { headerValue } from "../../wire/headers.ts";
import { isInterim } from "../../wire/status.ts";

export interface WaitingRequest {
  readonly id: number;
  readonly conn: number;
  readonly at: number;
  readonly method: string;
  readonly url: string;
  /** The URL without its query. */
  readonly path: string;
  readonly headers: readonly Header[];
  /** It is Engine.IO's own: polling, or its WebSocket. */
  readonly isEngine: boolean;
  /** It asks for a WebSocket. */
  readonly isUpgrade: boolean;
  /** It is part of a session that stands already. */
  readonly hasSession: boolean;
}

/** A request and the last that is said to it. */
export interface Answered {
  readonly asked: WaitingRequest;
  readonly answer: ResponseEntry;
}

/** How many requests may wait for their answers; nothing is known of those beyond. */
export const MAX_WAITING = 1000;

/** How many answers may wait for their requests: these are kept with their bodies. */
export const MAX_EARLY = 100;

export class Exchanges {
  readonly #waiting = new Map<number, WaitingRequest>();
  /**
   * Answers to requests that were still being sent, by connection: a request is recorded when all of
   * it is there. Of a connection's requests only the latest can be that late.
   */
  readonly #early = new Map<number, ResponseEntry>();

  /** What is known when it was answered already. */
  requested(entry: RequestEntry): Answered | undefined {
    const answer = this.#early.get(entry.conn);
    if (answer !== undefined) this.#early.delete(entry.conn);
    if (answer?.id === entry.id) return { asked: waitingRequest(entry), answer };
    if (this.#waiting.size < MAX_WAITING) this.#waiting.set(entry.id, waitingRequest(entry));
    return undefined;
  }

  /** What was asked, when this is the last that is said to it and all of it was recorded. */
  responded(entry: ResponseEntry): WaitingRequest | undefined {
    if (isInterim(entry.status)) return undefined;
    const asked = this.#waiting.get(entry.id);
    if (asked !== undefined) this.#waiting.delete(entry.id);
    else if (this.#early.size < MAX_EARLY) this.#early.set(entry.conn, entry);
    return asked;
  }

  /** What was asked there and is never answered. */
  closed(conn: number): readonly WaitingRequest[] {
    this.#early.delete(conn);
    const left = [...this.#waiting.values()].filter((asked) => asked.conn === conn);
    for (const { id } of left) this.#waiting.delete(id);
    return left;
  }
}

function waitingRequest(entry: RequestEntry): WaitingRequest {
  const { id, conn, at, method, url, headers } = entry;
  const isEngine = isCarriedByProtocol({
    kind: "request",
    conn,
    id,
    method,
    url,
    headers,
    data: "",
  });
  return {
    id,
    conn,
    at,
    method,
    url,
    path: url.replace(/[?#].*$/s, ""),
    headers,
    isEngine,
    isUpgrade: headerValue(headers, "upgrade")?.toLowerCase() === "websocket",
    hasSession: isEngine && /[?&]sid=[^&]/.test(url),
  };
}
