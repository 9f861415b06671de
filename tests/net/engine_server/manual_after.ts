// Timers that run when a test says so.

import type { After } from "../../../src/net/engine_server/after.ts";

interface Timer {
  readonly due: number;
  readonly action: () => void;
}

export class ManualAfter {
  #now = 0;
  readonly #timers = new Set<Timer>();

  get waiting(): number {
    return this.#timers.size;
  }

  readonly after: After = (milliseconds, action) => {
    const timer = { due: this.#now + milliseconds, action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** Runs what is due by then, in the order in which it is. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#now = next.due;
      this.#timers.delete(next);
      next.action();
    }
    this.#now = end;
  }

  #next(end: number): Timer | undefined {
    const due = [...this.#timers].filter((timer) => timer.due <= end);
    return due.sort((left, right) => left.due - right.due)[0];
  }
}
