// Timers that stand still until a test moves them on, each as late as the test says.

import type { After } from "../../src/net/engine_server/after.ts";

interface Waiting {
  readonly due: number;
  readonly action: () => void;
}

export class ManualTimers {
  readonly #late: number;
  #now = 0;
  #waiting: readonly Waiting[] = [];

  /** Every timer comes so many milliseconds too late. */
  constructor(late = 0) {
    this.#late = late;
  }

  readonly now = (): number => this.#now;

  readonly after: After = (milliseconds, action) => {
    const one = { due: this.#now + milliseconds + this.#late, action };
    this.#waiting = [...this.#waiting, one];
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== one);
    };
  };

  /** How many were neither called nor called off. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Time goes on, and each timer comes in its turn. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = this.#waiting.toSorted((one, other) => one.due - other.due)[0];
      if (next === undefined || next.due > end) break;
      this.#now = next.due;
      this.#call(next);
    }
    this.#now = end;
  }

  /** All of the time passes at once, and then those come that are due. */
  sleep(milliseconds: number): void {
    this.#now += milliseconds;
    for (const one of this.#waiting.filter(({ due }) => due <= this.#now)) this.#call(one);
  }

  #call(one: Waiting): void {
    this.#waiting = this.#waiting.filter((other) => other !== one);
    one.action();
  }
}
