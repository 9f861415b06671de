// Gathers a body or a message piece by piece and keeps no more than a limit of it.

import { Feed } from "./feed.ts";

export class Collector {
  readonly #kept = new Feed();
  readonly #most: number;
  #seen = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** How many bytes were added, kept or not. */
  get seen(): number {
    return this.#seen;
  }

  /** Whether something was over the limit. */
  get truncated(): boolean {
    return this.#seen > this.#most;
  }

  /** Keeps a view of the piece: its owner must not change it. */
  add(piece: Uint8Array): void {
    const room = this.#most - this.#kept.length;
    if (room > 0) this.#kept.push(piece.length > room ? piece.subarray(0, room) : piece);
    this.#seen += piece.length;
  }

  /** What was kept, joined. */
  take(): Uint8Array {
    return this.#kept.takeAll();
  }
}
