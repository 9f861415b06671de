// Figures of which there may be any number, in a bounded space: how many, the least and the greatest
// of all of them; the median and the 95th percentile of the latest, or of an even selection of all.

/** How many figures the median is taken of. */
export const LATEST_COUNT = 1000;

/** What the median speaks of: how it is now (while recording), or how it was (of a whole tape). */
export type SampleOf = "latest" | "all";

export class Sample {
  readonly #of: SampleOf;
  /** Of "all", every `#stride`th figure. */
  #kept: number[] = [];
  #stride = 1;
  #count = 0;
  #last = 0;
  #least = Infinity;
  #most = -Infinity;

  constructor(of: SampleOf = "latest") {
    this.#of = of;
  }

  add(value: number): void {
    if (this.#of === "latest") this.#kept[this.#count % LATEST_COUNT] = value;
    else this.#keepEvenly(value);
    this.#count += 1;
    this.#last = value;
    if (value < this.#least) this.#least = value;
    if (value > this.#most) this.#most = value;
  }

  /** A sample of its own with these figures, too. */
  with(values: readonly number[]): Sample {
    const joined = new Sample(this.#of);
    joined.#kept = [...this.#kept];
    joined.#stride = this.#stride;
    joined.#count = this.#count;
    joined.#last = this.#last;
    joined.#least = this.#least;
    joined.#most = this.#most;
    for (const value of values) joined.add(value);
    return joined;
  }

  get count(): number {
    return this.#count;
  }

  get last(): number | undefined {
    return this.#count === 0 ? undefined : this.#last;
  }

  get least(): number | undefined {
    return this.#count === 0 ? undefined : this.#least;
  }

  get most(): number | undefined {
    return this.#count === 0 ? undefined : this.#most;
  }

  /** Of an even number the lower one of the two in the middle: a figure that was really measured. */
  get median(): number | undefined {
    return this.#rank(0.5);
  }

  /** The least figure that 95 of 100 do not exceed: one that was really measured, too. */
  get p95(): number | undefined {
    return this.#rank(0.95);
  }

  /** By nearest rank: the least figure that this share of all does not exceed. */
  #rank(share: number): number | undefined {
    const sorted = this.#kept.toSorted((left, right) => left - right);
    return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  }

  #keepEvenly(value: number): void {
    if (this.#count % this.#stride !== 0) return;
    if (this.#kept.length === LATEST_COUNT) {
      this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
      this.#stride *= 2;
      if (this.#count % this.#stride !== 0) return;
    }
    this.#kept.push(value);
  }
}
