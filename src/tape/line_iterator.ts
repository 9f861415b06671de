// Goes through batches of lines one line at a time. Written by hand, since an async generator costs
// three times as much for each of a million lines.

import type { TapeLine } from "./entry.ts";

export class LineIterator implements AsyncIterableIterator<TapeLine> {
  readonly #batches: AsyncIterator<readonly TapeLine[]>;
  #batch: readonly TapeLine[] = [];
  #index = 0;
  #waiting = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(batches: AsyncIterator<readonly TapeLine[]>) {
    this.#batches = batches;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<TapeLine>> {
    const line = this.#waiting === 0 ? this.#batch[this.#index] : undefined;
    if (line === undefined) return this.#queue();
    this.#index++;
    return Promise.resolve({ done: false, value: line });
  }

  async return(): Promise<IteratorResult<TapeLine>> {
    this.#batch = [];
    await this.#batches.return?.();
    return { done: true, value: undefined };
  }

  /** Whoever asks without waiting for the last answer stands in line, as with a generator. */
  #queue(): Promise<IteratorResult<TapeLine>> {
    this.#waiting++;
    const turn = this.#turn.then(() => this.#advance()).finally(() => this.#waiting--);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #advance(): Promise<IteratorResult<TapeLine>> {
    for (;;) {
      const line = this.#batch[this.#index];
      if (line !== undefined) {
        this.#index++;
        return { done: false, value: line };
      }
      const next = await this.#batches.next();
      if (next.done) return { done: true, value: undefined };
      this.#batch = next.value;
      this.#index = 0;
    }
  }
}
