// Figures of which there may be any number, in a bounded space: how many, the least and the greatest
// of all of them; the median of the latest.

/** How many of the latest figures the median is taken of. */
export const LATEST_COUNT = 1000;

export class Sample {
  readonly #latest: number[] = [];
  #count = 0;
  #least = Infinity;
  #most = -Infinity;

  add(value: number): void {
    this.#latest[this.#count % LATEST_COUNT] = value;
    this.#count += 1;
    if (value < this.#least) this.#least = value;
    if (value > this.#most) this.#most = value;
  }

  get count(): number {
    return this.#count;
  }

  get last(): number | undefined {
    return this.#count === 0 ? undefined : this.#latest[(this.#count - 1) % LATEST_COUNT];
  }

  get least(): number | undefined {
    return this.#count === 0 ? undefined : this.#least;
  }

  get most(): number | undefined {
    return this.#count === 0 ? undefined : this.#most;
  }

  /** Of an even number the lower one of the two in the middle: a figure that was really measured. */
  get median(): number | undefined {
    const sorted = this.#latest.toSorted((left, right) => left - right);
    return sorted[(sorted.length - 1) >> 1];
  }
}
