// The heartbeat of a stock server in a test's hand: its timers, which it takes from node:timers, are
// over when the test says so.

import timers from "node:timers";

interface HeldTimer {
  readonly delay: number;
  readonly act: () => void;
  /** Gives it all its time again, of which it has plenty. */
  refresh(): void;
}

/** Holds all timers of such delays, until it is disposed of. */
export class StockTime implements Disposable {
  readonly #held = new Set<unknown>();
  readonly #usual = { setTimeout: timers.setTimeout, clearTimeout: timers.clearTimeout };

  constructor(delays: readonly number[]) {
    const { setTimeout, clearTimeout } = this.#usual;
    Reflect.set(timers, "setTimeout", (act: () => void, delay: number): unknown => {
      if (!delays.includes(delay)) return Reflect.apply(setTimeout, timers, [act, delay]);
      const timer: HeldTimer = { delay, act, refresh: () => {} };
      this.#held.add(timer);
      return timer;
    });
    Reflect.set(timers, "clearTimeout", (timer: unknown): void => {
      if (!this.#held.delete(timer)) Reflect.apply(clearTimeout, timers, [timer]);
    });
  }

  /** The timers of so many milliseconds that were not called off are over. */
  end(delay: number): void {
    for (const timer of this.#held) {
      // Nothing else is held.
      const { delay: own, act } = timer as HeldTimer;
      if (own !== delay) continue;
      this.#held.delete(timer);
      act();
    }
  }

  [Symbol.dispose](): void {
    Object.assign(timers, this.#usual);
  }
}
