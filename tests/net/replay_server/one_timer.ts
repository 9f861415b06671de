// One of a server's timers in a test's hand, known by how long it is; all others run as ever.

import { type After, systemAfter } from "../../../src/net/engine_server/after.ts";
import { ManualAfter } from "../engine_server/manual_after.ts";

export class OneTimer {
  readonly #milliseconds: number;
  readonly #held = new ManualAfter();

  /** Any number that is like no other timer's. */
  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  readonly after: After = (milliseconds, action) => {
    const after = milliseconds === this.#milliseconds ? this.#held.after : systemAfter;
    return after(milliseconds, action);
  };

  /** Whether it runs. */
  get isSet(): boolean {
    return this.#held.waiting > 0;
  }

  /** Its time is over. */
  end(): void {
    this.#held.advance(this.#milliseconds);
  }
}
