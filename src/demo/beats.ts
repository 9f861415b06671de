// What a demo sends by itself, at its rate: a timer comes when it likes, so each time as many are
// sent as are due by the clock. Anchored: being late does not add up.

import { type After, systemAfter } from "../net/engine_server/after.ts";

export interface BeatOptions {
  /** Milliseconds from one to the next. */
  readonly interval: number;
  /** When the first one is due. */
  readonly first: "at once" | "after one interval";
  readonly beat: () => void;
  /** Milliseconds that only grow. */
  readonly now?: () => number;
  readonly after?: After;
}

/** How many are made up for at once; of those that a sleeping machine missed, the rest stay missed. */
export const MAX_CATCH_UP = 100;

/** Beats until it is disposed of. */
export function startBeats(options: BeatOptions): Disposable {
  const beats = new Beats(options);
  return { [Symbol.dispose]: () => beats.stop() };
}

class Beats {
  readonly #interval: number;
  readonly #beat: () => void;
  readonly #now: () => number;
  readonly #after: After;
  /** When the first was due, or would have been. */
  #start: number;
  #count = 0;
  #isOver = false;
  #callOff: () => void;

  constructor(options: BeatOptions) {
    this.#interval = options.interval;
    this.#beat = options.beat;
    this.#now = options.now ?? ((): number => performance.now());
    this.#after = options.after ?? systemAfter;
    const wait = options.first === "at once" ? 0 : options.interval;
    this.#start = this.#now() + wait;
    this.#callOff = this.#after(wait, () => this.#tick());
  }

  stop(): void {
    this.#isOver = true;
    this.#callOff();
  }

  #tick(): void {
    const due = Math.floor((this.#now() - this.#start) / this.#interval) + 1;
    const missed = Math.max(0, due - this.#count - MAX_CATCH_UP);
    this.#start += missed * this.#interval;
    while (this.#count < due - missed && !this.#isOver) {
      this.#count += 1;
      this.#beat();
    }
    if (this.#isOver) return;
    const wait = this.#start + this.#count * this.#interval - this.#now();
    // At least a turn of the timers, so that the sockets get theirs.
    this.#callOff = this.#after(Math.max(1, Math.ceil(wait)), () => this.#tick());
  }
}
