// The tape's clock: which moment of the tape it is, by an anchor that a live and a recorded time
// share. Times are counted from the anchor and never added up, so that nothing drifts.

/** Times faster than recorded; `max`: as soon as it may be; 0: it stands. */
export type Speed = number | "max";

export class Pace {
  #live: number;
  #tape: number;
  #speed: Speed;

  constructor(live: number, tape: number, speed: Speed) {
    this.#live = live;
    this.#tape = tape;
    this.#speed = speed;
  }

  /** The moment of the tape, not later than a limit. */
  at(now: number, limit: number): number {
    if (this.#speed === "max") return this.#tape;
    const reached = this.#tape + (now - this.#live) * this.#speed;
    return Math.min(Math.max(reached, this.#tape), Math.max(limit, this.#tape));
  }

  /** When a moment of the tape is reached; `Infinity` while the clock stands before it. */
  dueAt(tape: number): number {
    if (this.#speed === "max" || tape <= this.#tape) return this.#live;
    return this.#speed > 0 ? this.#live + (tape - this.#tape) / this.#speed : Infinity;
  }

  /** From now on it is another moment. */
  anchor(now: number, tape: number): void {
    this.#live = now;
    this.#tape = tape;
  }

  /** The clock has stood at the limit since it came there: it goes on from it. */
  settle(now: number, limit: number): void {
    if (this.#speed === "max") {
      if (Number.isFinite(limit) && limit > this.#tape) this.#tape = limit;
    } else if (this.#tape + (now - this.#live) * this.#speed > limit) {
      this.anchor(now, Math.max(this.#tape, limit));
    }
  }

  /** What was waited for at this moment is there, or is given up: it is that moment now. */
  opened(now: number, tape: number): void {
    if (this.#speed === "max") this.anchor(now, Math.max(this.#tape, tape));
    else if (this.at(now, Infinity) < tape) this.anchor(now, tape);
  }

  /** Something of this moment was played though no clock ran there: by steps, or at once. */
  passed(now: number, tape: number): void {
    const isTimeless = this.#speed === "max" || this.#speed === 0;
    if (isTimeless && tape > this.#tape) this.anchor(now, tape);
  }

  /** Goes on at another speed from the moment where it is. */
  change(now: number, limit: number, speed: Speed): void {
    this.anchor(now, this.at(now, limit));
    this.#speed = speed;
  }
}
