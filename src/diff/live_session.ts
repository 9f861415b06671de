// A live event within one session: how many came, when, and for how long none did.

import type { Act } from "./act.ts";

/** From when to when the acts could come, in milliseconds on their tape. */
export interface LiveSpan {
  /** Infinity where that is not known: then nothing is late. */
  readonly from: number;
  readonly until: number;
}

/** A silence within a session, and the act that ended it. */
export interface LiveGap {
  readonly milliseconds: number;
  readonly act: Act;
}

export class LiveSession {
  readonly slot: number;
  count = 0;
  first: Act | undefined;
  last: Act | undefined;
  longestGap: LiveGap | undefined;
  span: LiveSpan | undefined;

  /** `slot` counts the sessions of a tally from 0. */
  constructor(slot: number) {
    this.slot = slot;
  }

  /** Milliseconds since the act before it. */
  add(act: Act): number | undefined {
    const { last } = this;
    this.count++;
    this.first ??= act;
    this.last = act;
    if (last === undefined) return undefined;
    const milliseconds = act.at - last.at;
    if (this.longestGap === undefined || milliseconds > this.longestGap.milliseconds) {
      this.longestGap = { milliseconds, act };
    }
    return milliseconds;
  }

  /** Milliseconds from the first act to the last one. */
  get milliseconds(): number {
    return this.first === undefined || this.last === undefined ? 0 : this.last.at - this.first.at;
  }

  /** Acts a second between the first and the last one. */
  get rate(): number {
    return this.milliseconds === 0 ? 0 : (this.count - 1) * 1000 / this.milliseconds;
  }

  /** The same but for the longest silence. */
  get rateWithoutGap(): number {
    const milliseconds = this.milliseconds - (this.longestGap?.milliseconds ?? 0);
    return milliseconds <= 0 ? 0 : (this.count - 2) * 1000 / milliseconds;
  }

  /** Milliseconds before the first act. */
  get beginning(): number {
    return this.first === undefined || this.span === undefined ? 0 : this.first.at - this.span.from;
  }

  /** Milliseconds after the last act. */
  get end(): number {
    return this.last === undefined || this.span === undefined ? 0 : this.span.until - this.last.at;
  }

  /** All of the time that it had. */
  get lifetime(): number {
    return this.span === undefined ? 0 : this.span.until - this.span.from;
  }
}
