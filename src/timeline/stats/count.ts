// Counting things and their bytes, apart by what they are. What there are too many kinds of is
// counted together.

/** How many kinds are counted apart. */
export const MAX_KINDS = 100;

/** The kind of all that came when there were too many. */
export const OTHERS = "others";

export interface Count {
  readonly kind: string;
  readonly count: number;
  readonly bytes: number;
}

export class Counts {
  readonly #counts = new Map<string, { count: number; bytes: number }>();
  /** The same kinds come in rows. */
  #latestKind: string | undefined;
  #latest = { count: 0, bytes: 0 };

  add(kind: string, bytes = 0): void {
    if (kind !== this.#latestKind) {
      this.#latest = this.#counts.get(kind) ?? this.#start(kind);
      this.#latestKind = kind;
    }
    this.#latest.count += 1;
    this.#latest.bytes += bytes;
  }

  #start(kind: string): { count: number; bytes: number } {
    const isFull = this.#counts.size >= MAX_KINDS;
    const name = isFull ? OTHERS : kind;
    const count = this.#counts.get(name) ?? { count: 0, bytes: 0 };
    this.#counts.set(name, count);
    return count;
  }

  /** In the order in which they first came. */
  get list(): readonly Count[] {
    return [...this.#counts].map(([kind, { count, bytes }]) => ({ kind, count, bytes }));
  }

  /** The most frequent first. */
  get mostFirst(): readonly Count[] {
    return this.list.toSorted((left, right) => right.count - left.count);
  }
}
