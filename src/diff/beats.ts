// How quickly a session's heartbeats were answered, whoever asks in its protocol.

import type { Side } from "../base/side.ts";

/** How many are measured of a session; the median of these says enough. */
export const MAX_BEATS = 10_000;

export interface Heartbeats {
  readonly count: number;
  /** Milliseconds from a ping to its pong. */
  readonly median: number;
}

export class Beats {
  #asker: Side | undefined;
  #askedAt: number | undefined;
  readonly #milliseconds: number[] = [];

  ping(from: Side, at: number): void {
    this.#asker ??= from;
    if (from === this.#asker) this.#askedAt = at;
  }

  pong(from: Side, at: number): void {
    if (this.#askedAt === undefined || from === this.#asker) return;
    if (this.#milliseconds.length < MAX_BEATS) this.#milliseconds.push(at - this.#askedAt);
    this.#askedAt = undefined;
  }

  /** Undefined where there were none. */
  heartbeats(): Heartbeats | undefined {
    const sorted = this.#milliseconds.toSorted((left, right) => left - right);
    const median = sorted[sorted.length >> 1];
    return median === undefined ? undefined : { count: sorted.length, median };
  }
}
