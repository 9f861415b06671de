// Two timelines cut into hunks: what differs, with some of what is the same around it.

import type { ShownRow, ToldRow } from "./told_rows.ts";

export interface Hunk {
  readonly rows: readonly ShownRow[];
  /** How many more rows it would have. */
  readonly left: number;
}

export interface HunkOptions {
  /** How many rows stand before and after what differs. */
  readonly context: number;
  /** Rows beyond these are counted only. */
  readonly mostRows: number;
}

/** One after the other, holding no more than one; then what the rows had to say at their end. */
export function* hunksOf(
  rows: Iterator<ToldRow, number>,
  options: HunkOptions,
): Generator<Hunk, number> {
  const { context } = options;
  let before: ShownRow[] = [];
  let hunk: HunkBuilder | undefined;
  let next = rows.next();
  for (; next.done !== true; next = rows.next()) {
    const { row, tells } = next.value;
    if (tells) {
      hunk ??= new HunkBuilder(before, options);
      hunk.add(row);
      continue;
    }
    if (hunk !== undefined && hunk.trailing < 2 * context) {
      hunk.hold(row);
      continue;
    }
    if (hunk !== undefined) {
      const rest = hunk.held();
      yield hunk.end();
      hunk = undefined;
      before = [...rest];
    }
    before.push(row);
    if (before.length > context) before.shift();
  }
  if (hunk !== undefined) yield hunk.end();
  return next.value;
}

class HunkBuilder {
  readonly #options: HunkOptions;
  readonly #rows: ShownRow[];
  /** The same again, which only belongs here if something differs soon. */
  #held: ShownRow[] = [];
  #left = 0;

  constructor(before: readonly ShownRow[], options: HunkOptions) {
    this.#options = options;
    this.#rows = [...before.slice(Math.max(0, before.length - options.context))];
  }

  get trailing(): number {
    return this.#held.length;
  }

  add(row: ShownRow): void {
    for (const held of this.#held) this.#take(held);
    this.#held = [];
    this.#take(row);
  }

  hold(row: ShownRow): void {
    this.#held.push(row);
  }

  /** What may stand before the next hunk. */
  held(): readonly ShownRow[] {
    return this.#held.slice(this.#options.context);
  }

  end(): Hunk {
    for (const held of this.#held.slice(0, this.#options.context)) this.#take(held);
    return { rows: this.#rows, left: this.#left };
  }

  #take(row: ShownRow): void {
    if (this.#rows.length < this.#options.mostRows) this.#rows.push(row);
    else this.#left += 1;
  }
}
