// How much happened when, in a bounded space: a row of buckets that get twice as wide whenever the
// row is full.

/** How many buckets there are; at least half of them are in use when the time is long. */
export const BUCKET_COUNT = 1024;

/** Milliseconds of a bucket at first. */
const FIRST_WIDTH = 1;

/** A microsecond is as exact as times on a tape are: below, all happened at once. */
const SHORTEST_TIME = 0.001;

export interface RateSteps {
  /** How long each step is. */
  readonly milliseconds: number;
  readonly counts: readonly number[];
}

/** Told when things happened, in milliseconds since a beginning that others share. */
export class Rate {
  readonly #buckets = new Float64Array(BUCKET_COUNT);
  #width = FIRST_WIDTH;
  #total = 0;

  /** What is from before the beginning counts as of then. */
  add(offset: number): void {
    while (offset >= this.#width * BUCKET_COUNT) this.#widen();
    const index = Math.max(0, Math.floor(offset / this.#width));
    this.#buckets[index] = (this.#buckets[index] ?? 0) + 1;
    this.#total += 1;
  }

  get total(): number {
    return this.#total;
  }

  /** Whole counts from the beginning to the last that anything happened in, in so many steps. */
  steps(most: number): RateSteps {
    const used = this.#buckets.findLastIndex((count) => count > 0) + 1;
    const together = Math.max(1, Math.ceil(used / most));
    const counts = new Array<number>(Math.ceil(used / together)).fill(0);
    this.#buckets.subarray(0, used).forEach((count, bucket) => {
      const step = Math.floor(bucket / together);
      counts[step] = (counts[step] ?? 0) + count;
    });
    return { milliseconds: this.#width * together, counts };
  }

  /** The same over a time, in so many columns. What lies across two is shared out between them. */
  columns(milliseconds: number, columnCount: number): readonly number[] {
    const columns = new Array<number>(columnCount).fill(0);
    const isLong = milliseconds >= SHORTEST_TIME;
    const columnsPerBucket = isLong ? columnCount * this.#width / milliseconds : 0;
    this.#buckets.forEach((count, bucket) => {
      if (count > 0) share(columns, count, bucket * columnsPerBucket, columnsPerBucket);
    });
    return columns;
  }

  #widen(): void {
    for (let index = 0; index < BUCKET_COUNT; index++) {
      const from = index * 2;
      this.#buckets[index] = from < BUCKET_COUNT
        ? (this.#buckets[from] ?? 0) + (this.#buckets[from + 1] ?? 0)
        : 0;
    }
    this.#width *= 2;
  }
}

/** Puts a count into the columns from `start` on; what would lie outside goes into the last one. */
function share(columns: number[], count: number, start: number, length: number): void {
  const lastColumn = columns.length - 1;
  const end = Math.min(start + length, columns.length);
  const first = Math.min(lastColumn, Math.floor(start));
  if (end <= first + 1) {
    columns[first] = (columns[first] ?? 0) + count;
    return;
  }
  for (let column = first; column < end; column++) {
    const part = Math.min(column + 1, end) - Math.max(column, start);
    columns[column] = (columns[column] ?? 0) + count * part / (end - start);
  }
}
