// When a replay has been played: every session of the tape has had its client, to whom all was
// served, and whose messages were matched or given up. Or else nothing has happened any more for as
// long as there was patience, or nobody came at all.

import type { ReplayScript } from "../../replay/script.ts";
import type { After } from "../engine_server/after.ts";

/** Why nothing more is to be expected. */
export type PlayedBecause = "all" | "failed" | "silence" | "nobody" | "closed";

/** Milliseconds that the first client is waited for: it may have to be started by hand. */
export const FIRST_PATIENCE = 60_000;

export interface PlayedOptions {
  readonly script: ReplayScript;
  readonly patience: number;
  /** For the first client; `Infinity` for as long as it takes. */
  readonly firstPatience: number;
  readonly after: After;
}

export class Played {
  readonly #patience: number;
  readonly #after: After;
  readonly #waiting: Set<number>;
  readonly #done = Promise.withResolvers<PlayedBecause>();
  #isDone = false;
  #callOff: (() => void) | undefined;
  #callOffFirst: (() => void) | undefined;

  constructor({ script, patience, firstPatience, after }: PlayedOptions) {
    this.#patience = patience;
    this.#after = after;
    if (firstPatience !== Infinity) {
      this.#callOffFirst = after(firstPatience, () => this.end("nobody"));
    }
    const toPlay = script.sessions.filter(({ refusal, steps }) =>
      refusal === undefined && steps.some(({ isOptional }) => !isOptional)
    );
    this.#waiting = new Set(toPlay.map(({ number }) => number));
  }

  get whenDone(): Promise<PlayedBecause> {
    return this.#done.promise;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** Whether this session has still to be played. */
  waitsFor(session: number): boolean {
    return this.#waiting.has(session);
  }

  session(number: number): void {
    if (this.#waiting.delete(number) && this.#waiting.size === 0) this.end("all");
  }

  /** Somebody has come. */
  begun(): void {
    this.#callOffFirst?.();
    this.#callOffFirst = undefined;
  }

  /** Nothing goes on: if that stays so there will be nothing more. */
  silent(): void {
    if (this.#isDone || this.#patience === Infinity) return;
    this.#callOff ??= this.#after(this.#patience, () => this.end("silence"));
  }

  stirred(): void {
    this.#callOff?.();
    this.#callOff = undefined;
  }

  end(because: PlayedBecause): void {
    this.stirred();
    this.begun();
    this.#isDone = true;
    this.#done.resolve(because);
  }
}
