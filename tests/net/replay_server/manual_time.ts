// A clock and its timers that go on when a test says so.

import type { Clock } from "../../../src/base/clock.ts";
import type { After } from "../../../src/net/engine_server/after.ts";

interface Timer {
  readonly due: number;
  readonly action: () => void;
}

export class ManualTime implements Clock {
  #now = 0;
  #timers: readonly Timer[] = [];

  readonly after: After = (milliseconds, action) => {
    const timer = { due: this.#now + milliseconds, action };
    this.#timers = [...this.#timers, timer];
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  now(): number {
    return this.#now;
  }

  wallTime(): Date {
    return new Date(this.#now);
  }

  /** It is so much later, and no timer has run yet: on a busy machine they are late. */
  leap(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Runs what is due by then, in the order in which it is. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const due = this.#timers.filter((timer) => timer.due <= end);
      const next = due.toSorted((left, right) => left.due - right.due)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.due);
      next.action();
    }
    this.#now = end;
  }
}
