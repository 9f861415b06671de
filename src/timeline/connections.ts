// Follows TCP connections, to tell what happens with each of them anyway (opening, half-closes, an
// orderly end, polls) from what somebody should see: an end in the middle of something.

import type { Entry } from "../tape/entry.ts";
import { isInterim, SWITCHING_PROTOCOLS } from "../wire/status.ts";

/** How many open connections are followed; the one opened longest ago is given up first. */
export const MAX_CONNECTIONS = 10_000;

interface Connection {
  isWebSocket: boolean;
  /** A close frame of either side was seen. */
  wasClosed: boolean;
  unanswered: number;
}

export class Connections {
  readonly #limit: number;
  readonly #open = new Map<number, Connection>();

  constructor(limit = MAX_CONNECTIONS) {
    this.#limit = limit;
  }

  /** Whether what a line tells, beside its messages, happens on every such connection. */
  follow(entry: Entry): boolean {
    switch (entry.kind) {
      case "open":
      case "log":
        return true;
      case "request":
        this.#find(entry.conn).unanswered += 1;
        return true;
      case "response": {
        const connection = this.#find(entry.conn);
        // It may stand before its request, whose body was still being sent: the sum counts.
        if (!isInterim(entry.status)) connection.unanswered -= 1;
        if (entry.status === SWITCHING_PROTOCOLS) connection.isWebSocket = true;
        return entry.status < 300;
      }
      case "control":
        if (entry.op === "close") this.#find(entry.conn).wasClosed = true;
        return entry.op !== "close";
      case "close": {
        const connection = this.#open.get(entry.conn);
        this.#open.delete(entry.conn);
        return entry.reset !== true && entry.by !== "tap" && !isInterrupted(connection);
      }
      default:
        return false;
    }
  }

  #find(conn: number): Connection {
    const known = this.#open.get(conn);
    if (known !== undefined) return known;
    const connection = { isWebSocket: false, wasClosed: false, unanswered: 0 };
    this.#open.set(conn, connection);
    if (this.#open.size > this.#limit) this.#forgetOldest();
    return connection;
  }

  #forgetOldest(): void {
    for (const oldest of this.#open.keys()) {
      this.#open.delete(oldest);
      return;
    }
  }
}

/** A WebSocket without a close frame, or a request without an answer. */
function isInterrupted(connection: Connection | undefined): boolean {
  if (connection === undefined) return false;
  return connection.isWebSocket ? !connection.wasClosed : connection.unanswered > 0;
}
