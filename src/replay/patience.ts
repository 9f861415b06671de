// How long a player waits for a message of its client's, and when it says that it waits.

import { PATIENCE } from "./player_contract.ts";
import type { Step } from "./script.ts";
import type { Gate } from "./tracks.ts";

export class Patience {
  readonly #limit: number;
  /** That it is waited for has been told. */
  #told: Step | undefined;

  constructor(limit = PATIENCE) {
    this.#limit = limit;
  }

  /** Who has still to join a namespace is not cut off before that, but not waited for for ever. */
  get toJoin(): number {
    return Math.min(this.#limit, PATIENCE);
  }

  /** When the wait is given up, `Infinity` where nothing is waited for. */
  endsAt(gate: Gate | undefined): number {
    return gate === undefined ? Infinity : gate.since + this.#limit;
  }

  /** Who waits for longer than others do says so, once for each message. */
  tellsAt(gate: Gate | undefined): number {
    const isTold = gate === undefined || gate.step === this.#told || this.#limit <= PATIENCE;
    return isTold ? Infinity : gate.since + PATIENCE;
  }

  /** When there is something to do. */
  dueAt(gate: Gate | undefined): number {
    return Math.min(this.endsAt(gate), this.tellsAt(gate));
  }

  told(step: Step): void {
    this.#told = step;
  }
}
