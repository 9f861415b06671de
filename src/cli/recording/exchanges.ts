// Requests that wait for their answers, with what has to be known of them then: whether they are
// Engine.IO's, whether they ask for a WebSocket. Their bodies are not kept.

import { isCarriedByProtocol } from "../../protocols/registry.ts";
import type { RequestEntry, ResponseEntry } from "../../tape/entry.ts";
import { headerValue } from "../../wire/headers.ts";
import { isInterim } from "../../wire/status.ts";

export interface Asked {
  readonly id: number;
  readonly conn: number;
  readonly at: number;
  readonly method: string;
  readonly url: string;
  /** The URL without its query. */
  readonly path: string;
  /** It is Engine.IO's own: polling, or its WebSocket. */
  readonly isEngine: boolean;
  /** It asks for a WebSocket. */
  readonly isUpgrade: boolean;
  /** It is part of a session that stands already. */
  readonly hasSession: boolean;
}

/** How many requests may wait for their answers; nothing is known of those beyond. */
export const MAX_WAITING = 1000;

export class Exchanges {
  readonly #waiting = new Map<number, Asked>();

  requested(entry: RequestEntry): void {
    if (this.#waiting.size < MAX_WAITING) this.#waiting.set(entry.id, askedBy(entry));
  }

  /** What was asked, when this is the last that is said to it. */
  responded({ id, status }: ResponseEntry): Asked | undefined {
    if (isInterim(status)) return undefined;
    const asked = this.#waiting.get(id);
    this.#waiting.delete(id);
    return asked;
  }

  /** What was asked there and is never answered. */
  closed(conn: number): readonly Asked[] {
    const left = [...this.#waiting.values()].filter((asked) => asked.conn === conn);
    for (const { id } of left) this.#waiting.delete(id);
    return left;
  }
}

function askedBy(entry: RequestEntry): Asked {
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
    isEngine,
    isUpgrade: headerValue(headers, "upgrade")?.toLowerCase() === "websocket",
    hasSession: isEngine && /[?&]sid=[^&]/.test(url),
  };
}
