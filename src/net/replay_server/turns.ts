// Whose turn it is: clients for whom something is due already are served one after another, each in
// its turn, and the sockets and timers get theirs in between, however many clients there are.

import type { Clock } from "../../base/clock.ts";
import type { After } from "../engine_server/after.ts";

/**
 * For how long clients are served before whatever else happens may be looked at. It is short because
 * Deno asks the system for news of its sockets only every sixty turns or so while it is kept busy.
 */
export const MAX_ROUND_MILLISECONDS = 0.5;

export class Turns {
  readonly #clock: Clock;
  readonly #after: After;
  readonly #waiting = new Set<() => void>();
  #isCalled = false;

  constructor(clock: Clock, after: After) {
    this.#clock = clock;
    this.#after = after;
  }

  /** Acts when it is its turn; what comes back calls it off. */
  take(act: () => void): () => void {
    this.#waiting.add(act);
    this.#call();
    return () => this.#waiting.delete(act);
  }

  #call(): void {
    if (this.#isCalled) return;
    this.#isCalled = true;
    this.#after(0, () => {
      this.#isCalled = false;
      try {
        this.#serve();
      } finally {
        if (this.#waiting.size > 0) this.#call();
      }
    });
  }

  /** Who takes another turn meanwhile waits for the next round. */
  #serve(): void {
    const end = this.#clock.now() + MAX_ROUND_MILLISECONDS;
    let left = this.#waiting.size;
    for (const act of this.#waiting) {
      this.#waiting.delete(act);
      act();
      if (--left === 0 || this.#clock.now() >= end) return;
    }
  }
}
