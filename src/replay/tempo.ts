// How fast a player goes now: the speed that it was told, or not at all.

import type { Speed } from "./pace.ts";
import { type PlayerEvent, type PlaySpeed, speedOf } from "./player_contract.ts";

type TempoEvent = Extract<PlayerEvent, { readonly kind: "pause" | "resume" | "speed" }>;

export class Tempo {
  #speed: PlaySpeed;
  #isPaused = false;

  constructor(speed: PlaySpeed = 1) {
    this.#speed = speed;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** The clock is made to stand. */
  get stands(): boolean {
    return this.#isPaused || this.#speed === "step";
  }

  /** Of the tape's clock. */
  get pace(): Speed {
    return this.#isPaused ? 0 : speedOf(this.#speed);
  }

  receive(event: TempoEvent): void {
    if (event.kind === "speed") this.#speed = event.speed;
    else this.#isPaused = event.kind === "pause";
  }
}
