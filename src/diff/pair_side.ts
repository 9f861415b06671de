// Which acts of one side belong together in two sessions: what is the same in order, what was
// moved, what was changed. What is left over has no partner.

import type { Act } from "./act.ts";
import { align, NONE } from "./align.ts";
import { tellingTokens } from "./telling_path.ts";
import { pairVariants } from "./variants.ts";

/** How an act and its partner were found: numbers, since there are as many as acts. */
export const BOND = { same: 0, live: 1, moved: 2, changed: 3 } as const;

export type Bond = typeof BOND[keyof typeof BOND];

/** One side of two sessions, paired. */
export interface PairedSide {
  readonly left: readonly Act[];
  readonly right: readonly Act[];
  /** For each left act its partner's index, or NONE; and the other way round. */
  readonly ofLeft: Int32Array;
  readonly ofRight: Int32Array;
  /** By the index of the left act; without a partner it says nothing. */
  readonly bonds: Uint8Array;
}

export interface PairOptions {
  /** Whether the values of such acts are other ones every time. */
  readonly isLive: (act: Act) => boolean;
  /** In how many places two acts of one key differ. */
  readonly differenceCount: (left: Act, right: Act) => number;
}

/** In a gap of so many times so many acts the most alike are looked for. */
const MAX_GAP = 1000;

export function pairSide(
  left: readonly Act[],
  right: readonly Act[],
  options: PairOptions,
): PairedSide {
  const pairer = new SidePairer(left, right, options);
  pairer.pairLive();
  pairer.pairSame();
  pairer.pairMoved();
  pairer.pairChanged();
  return pairer;
}

class SidePairer implements PairedSide {
  readonly left: readonly Act[];
  readonly right: readonly Act[];
  readonly ofLeft: Int32Array;
  readonly ofRight: Int32Array;
  readonly bonds: Uint8Array;
  readonly #options: PairOptions;
  /** Indexes of the acts that are compared by their values. */
  readonly #fixedLeft: Int32Array;
  readonly #fixedRight: Int32Array;

  constructor(left: readonly Act[], right: readonly Act[], options: PairOptions) {
    this.left = left;
    this.right = right;
    this.bonds = new Uint8Array(left.length);
    this.ofLeft = new Int32Array(left.length).fill(NONE);
    this.ofRight = new Int32Array(right.length).fill(NONE);
    this.#options = options;
    this.#fixedLeft = fixedIndexes(left, options);
    this.#fixedRight = fixedIndexes(right, options);
  }

  /** Live acts go by their number: the third with the third. */
  pairLive(): void {
    if (this.#fixedLeft.length === this.left.length) return;
    const places = new Map<number, number[]>();
    for (const [index, act] of this.right.entries()) {
      if (!this.#options.isLive(act)) continue;
      const known = places.get(act.key.index);
      if (known === undefined) places.set(act.key.index, [index]);
      else known.push(index);
    }
    const taken = new Map<number, number>();
    for (const [index, act] of this.left.entries()) {
      if (!this.#options.isLive(act)) continue;
      const count = taken.get(act.key.index) ?? 0;
      const partner = places.get(act.key.index)?.[count];
      if (partner === undefined) continue;
      taken.set(act.key.index, count + 1);
      this.#pair(index, partner, BOND.live);
    }
  }

  /** What is the same, in order. */
  pairSame(): void {
    const leftTokens = this.#fixedLeft.map((index) => this.left[index]?.content.id ?? NONE);
    const rightTokens = this.#fixedRight.map((index) => this.right[index]?.content.id ?? NONE);
    const partners = align(leftTokens, rightTokens);
    for (let place = 0; place < partners.length; place++) {
      const partner = partners[place] ?? NONE;
      if (partner === NONE) continue;
      this.#pair(this.#fixedLeft[place] ?? NONE, this.#fixedRight[partner] ?? NONE, BOND.same);
    }
  }

  /** What is the same, but elsewhere. */
  pairMoved(): void {
    const places = new Map<number, number[]>();
    for (const index of this.#fixedRight) {
      if (this.ofRight[index] !== NONE) continue;
      const id = this.right[index]?.content.id ?? NONE;
      const known = places.get(id);
      if (known === undefined) places.set(id, [index]);
      else known.push(index);
    }
    // Taken from their ends: that costs nothing.
    for (const known of places.values()) known.reverse();
    for (const index of this.#fixedLeft) {
      if (this.ofLeft[index] !== NONE) continue;
      const partner = places.get(this.left[index]?.content.id ?? NONE)?.pop();
      if (partner !== undefined) this.#pair(index, partner, BOND.moved);
    }
  }

  /** Between two that are the same, those that are most alike belong together. */
  pairChanged(): void {
    const left = this.#rest(this.#fixedLeft, this.ofLeft, (index) => index);
    const right = this.#rest(this.#fixedRight, this.ofRight, (_, partner) => partner);
    let rightStart = 0;
    for (let leftStart = 0; leftStart < left.indexes.length;) {
      const gap = left.gaps[leftStart] ?? 0;
      const leftEnd = endOfGap(left, leftStart);
      while (rightStart < right.indexes.length && (right.gaps[rightStart] ?? 0) < gap) rightStart++;
      if (right.gaps[rightStart] === gap) {
        const rightEnd = endOfGap(right, rightStart);
        this.#pairGap(
          left.indexes.subarray(leftStart, leftEnd),
          right.indexes.subarray(rightStart, rightEnd),
        );
      }
      leftStart = leftEnd;
    }
  }

  /** What has no partner yet, and how many in order have one before it. */
  #rest(
    fixed: Int32Array,
    partners: Int32Array,
    leftOf: (index: number, partner: number) => number,
  ): Rest {
    const indexes = new Int32Array(fixed.length);
    const gaps = new Int32Array(fixed.length);
    let count = 0;
    let before = 0;
    for (const index of fixed) {
      const partner = partners[index] ?? NONE;
      if (partner === NONE) {
        indexes[count] = index;
        gaps[count++] = before;
      } else if (this.bonds[leftOf(index, partner)] === BOND.same) before++;
    }
    return { indexes: indexes.subarray(0, count), gaps: gaps.subarray(0, count) };
  }

  #pairGap(left: Int32Array, right: Int32Array): void {
    if (left.length === 0 || right.length === 0) return;
    if (left.length * right.length <= MAX_GAP) this.#pairAlike(left, right);
    else if (!this.#pairByTelling(left, right)) this.#pairByKey(left, right);
    const leftRest = left.filter((index) => this.ofLeft[index] === NONE);
    const rightRest = right.filter((index) => this.ofRight[index] === NONE);
    const variants = pairVariants(
      [...leftRest].map((index) => ({ index, act: this.left[index] })),
      [...rightRest].map((index) => ({ index, act: this.right[index] })),
    );
    for (const [index, partner] of variants) this.#pair(index, partner, BOND.changed);
  }

  /** By what acts are known by; between those that have it in common it is a gap again. */
  #pairByTelling(left: Int32Array, right: Int32Array): boolean {
    const tokens = tellingTokens(
      [...left].flatMap((index) => this.left[index] ?? []),
      [...right].flatMap((index) => this.right[index] ?? []),
    );
    if (tokens === undefined) return false;
    const partners = align(tokens.left, tokens.right);
    if (partners.every((partner) => partner === NONE)) return false;
    let leftStart = 0;
    let rightStart = 0;
    for (let place = 0; place <= partners.length; place++) {
      const partner = place === partners.length ? right.length : partners[place] ?? NONE;
      if (partner === NONE) continue;
      this.#pairGap(left.subarray(leftStart, place), right.subarray(rightStart, partner));
      if (place === partners.length) break;
      this.#pair(left[place] ?? NONE, right[partner] ?? NONE, BOND.changed);
      leftStart = place + 1;
      rightStart = partner + 1;
    }
    return true;
  }

  /** The pairs of one key, in order, that differ least altogether. */
  #pairAlike(left: Int32Array, right: Int32Array): void {
    const likeness = [...left].map((index) =>
      [...right].map((other) => this.#likeness(index, other))
    );
    const best: number[][] = Array.from({ length: left.length + 1 }, () => []);
    for (let row = left.length; row >= 0; row--) {
      for (let column = right.length; column >= 0; column--) {
        const skipLeft = best[row + 1]?.[column] ?? 0;
        const skipRight = best[row]?.[column + 1] ?? 0;
        const alike = likeness[row]?.[column] ?? 0;
        const both = alike === 0 ? 0 : alike + (best[row + 1]?.[column + 1] ?? 0);
        (best[row] ?? [])[column] = Math.max(skipLeft, skipRight, both);
      }
    }
    let row = 0;
    let column = 0;
    while (row < left.length && column < right.length) {
      const now = best[row]?.[column] ?? 0;
      const alike = likeness[row]?.[column] ?? 0;
      if (alike > 0 && now === alike + (best[row + 1]?.[column + 1] ?? 0)) {
        this.#pair(left[row++] ?? NONE, right[column++] ?? NONE, BOND.changed);
      } else if (now === (best[row + 1]?.[column] ?? 0)) row++;
      else column++;
    }
  }

  /** 0 for acts that have nothing to do with each other. */
  #likeness(left: number, right: number): number {
    const [one, other] = [this.left[left], this.right[right]];
    if (one === undefined || other === undefined || one.key !== other.key) return 0;
    return 1 + 1 / (1 + this.#options.differenceCount(one, other));
  }

  #pairByKey(left: Int32Array, right: Int32Array): void {
    const keyOf = (acts: readonly Act[]) => (index: number): number =>
      acts[index]?.key.index ?? NONE;
    const partners = align(left.map(keyOf(this.left)), right.map(keyOf(this.right)));
    for (const [place, partner] of partners.entries()) {
      if (partner !== NONE) this.#pair(left[place] ?? NONE, right[partner] ?? NONE, BOND.changed);
    }
  }

  #pair(left: number, right: number, bond: Bond): void {
    this.ofLeft[left] = right;
    this.ofRight[right] = left;
    this.bonds[left] = bond;
  }
}

/** Acts without partners, and between which of the pairs each stands. */
interface Rest {
  readonly indexes: Int32Array;
  readonly gaps: Int32Array;
}

function endOfGap({ gaps }: Rest, start: number): number {
  let end = start + 1;
  while (end < gaps.length && gaps[end] === gaps[start]) end++;
  return end;
}

function fixedIndexes(acts: readonly Act[], { isLive }: PairOptions): Int32Array {
  const indexes = new Int32Array(acts.length);
  let count = 0;
  for (const [index, act] of acts.entries()) if (!isLive(act)) indexes[count++] = index;
  return indexes.subarray(0, count);
}
