// Connections, and how many messages went over each of them.

import type { Entry } from "../../tape/entry.ts";
import { Sample } from "../sample.ts";

/** How many open connections are counted at once; what goes over more of them counts for none. */
export const MAX_CONNECTIONS = 10_000;

export class Connections {
  /** Of those that are open, and said something. */
  readonly #messages = new Map<number, { count: number }>();
  readonly #ofClosed = new Sample("all");
  #opened = 0;
  #closed = 0;
  #resets = 0;
  /** Messages come in rows on one connection. */
  #latestConn = -1;
  #latest: { count: number } = { count: 0 };

  recorded(entry: Entry): void {
    if (entry.kind === "open") this.#opened += 1;
    if (entry.kind !== "close") return;
    this.#closed += 1;
    if (entry.reset === true) this.#resets += 1;
    const messages = this.#messages.get(entry.conn);
    if (messages === undefined) return;
    this.#ofClosed.add(messages.count);
    this.#messages.delete(entry.conn);
    this.#latestConn = -1;
  }

  message(conn: number): void {
    if (conn !== this.#latestConn) {
      this.#latest = this.#find(conn);
      this.#latestConn = conn;
    }
    this.#latest.count += 1;
  }

  get opened(): number {
    return this.#opened;
  }

  get closed(): number {
    return this.#closed;
  }

  get resets(): number {
    return this.#resets;
  }

  /** Messages of each connection that carried any, those that are still open included. */
  get messages(): Sample {
    return this.#ofClosed.with([...this.#messages.values()].map(({ count }) => count));
  }

  #find(conn: number): { count: number } {
    const known = this.#messages.get(conn);
    if (known !== undefined) return known;
    const started = { count: 0 };
    if (this.#messages.size < MAX_CONNECTIONS) this.#messages.set(conn, started);
    return started;
  }
}
