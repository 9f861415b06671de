// Finds what two sequences have in common, in order: by what is unique in both (patience), and
// between that by Myers' algorithm, within limits. Nothing here takes quadratic time.

import { nearMatches, type Pairs, shortestEdit } from "./shortest_edit.ts";

/** Few edits are found at once, and no anchor could do better. */
const FEW_EDITS = 64;

/** Without anchors so many edits are looked for; the memory that takes is their square. */
const MANY_EDITS = 1000;

/** No partner. */
export const NONE = -1;

/**
 * Tokens are whole numbers from 0 on. For each item of the left sequence the index of the same one
 * in the right one, or NONE.
 */
export function align(left: Int32Array, right: Int32Array): Int32Array {
  const partners = new Int32Array(left.length).fill(NONE);
  const start = commonStart(left, right);
  const end = commonEnd(left, right, start);
  for (let index = 0; index < start; index++) partners[index] = index;
  for (let count = 1; count <= end; count++) partners[left.length - count] = right.length - count;
  alignMiddle(
    left.subarray(0, left.length - end),
    right.subarray(0, right.length - end),
    start,
    partners,
  );
  slide(left, partners);
  return partners;
}

function commonStart(left: Int32Array, right: Int32Array): number {
  const length = Math.min(left.length, right.length);
  let start = 0;
  while (start < length && left[start] === right[start]) start++;
  return start;
}

function commonEnd(left: Int32Array, right: Int32Array, start: number): number {
  const length = Math.min(left.length, right.length) - start;
  let end = 0;
  while (end < length && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
  return end;
}

/** What begins and ends in the same way is paired already: these begin at `start`. */
function alignMiddle(
  left: Int32Array,
  right: Int32Array,
  start: number,
  partners: Int32Array,
): void {
  // What only one side has is no anchor and no neighbour of one.
  const leftKept = keptIndexes(left, presenceOf(right.subarray(start)), start);
  const rightKept = keptIndexes(right, presenceOf(left.subarray(start)), start);
  const aligner = new Aligner(pick(left, leftKept), pick(right, rightKept));
  aligner.run();
  for (let index = 0; index < leftKept.length; index++) {
    const partner = aligner.partners[index] ?? NONE;
    if (partner === NONE) continue;
    partners[leftKept[index] ?? 0] = rightKept[partner] ?? NONE;
  }
}

/**
 * Of several equal items in a row any may be the one without a partner. It is the one where the
 * other side has something else: so both are told as one change.
 */
function slide(left: Int32Array, partners: Int32Array): void {
  for (let start = 0; start < left.length;) {
    let end = start + 1;
    while (end < left.length && left[end] === left[start]) end++;
    if (end - start > 1) slideRun(start, end, partners);
    start = end;
  }
}

/** Deals the partners of a run of equal items out anew, in their order. */
function slideRun(start: number, end: number, partners: Int32Array): void {
  const places = partners.slice(start, end).filter((partner) => partner !== NONE);
  let spare = end - start - places.length;
  if (spare === 0 || places.length === 0) return;
  let previous = start === 0 ? NONE : partners[start - 1] ?? NONE;
  let index = start;
  for (const place of places) {
    // So many of the other side stand between: as many of this one may be what they were.
    const between = previous === NONE && start > 0 ? 0 : place - previous - 1;
    const leave = Math.min(spare, between);
    partners.fill(NONE, index, index + leave);
    index += leave;
    spare -= leave;
    partners[index++] = place;
    previous = place;
  }
  partners.fill(NONE, index, end);
}

/** Which tokens there are: tokens are small numbers, so that this is a list of flags. */
function presenceOf(tokens: Int32Array): Uint8Array {
  let most = 0;
  for (const token of tokens) most = Math.max(most, token);
  const presence = new Uint8Array(most + 1);
  for (const token of tokens) presence[token] = 1;
  return presence;
}

function keptIndexes(tokens: Int32Array, presence: Uint8Array, start: number): Int32Array {
  const kept = new Int32Array(tokens.length);
  let count = 0;
  for (let index = start; index < tokens.length; index++) {
    if (presence[tokens[index] ?? NONE] === 1) kept[count++] = index;
  }
  return kept.subarray(0, count);
}

function pick(tokens: Int32Array, indexes: Int32Array): Int32Array {
  return indexes.map((index) => tokens[index] ?? NONE);
}

/** Parts of both sequences, ends excluded. */
interface Range {
  readonly leftStart: number;
  readonly leftEnd: number;
  readonly rightStart: number;
  readonly rightEnd: number;
}

class Aligner {
  readonly partners: Int32Array;
  readonly #left: Int32Array;
  readonly #right: Int32Array;

  constructor(left: Int32Array, right: Int32Array) {
    this.#left = left;
    this.#right = right;
    this.partners = new Int32Array(left.length).fill(NONE);
  }

  run(): void {
    // A stack of its own: anchors within anchors may go as deep as the sequences are long.
    const work: Range[] = [
      { leftStart: 0, leftEnd: this.#left.length, rightStart: 0, rightEnd: this.#right.length },
    ];
    for (let range = work.pop(); range !== undefined; range = work.pop()) {
      const rest = this.#trim(range);
      if (rest.leftStart === rest.leftEnd || rest.rightStart === rest.rightEnd) continue;
      if (this.#edit(rest, FEW_EDITS)) continue;
      const anchors = this.#anchors(rest);
      if (anchors.length > 0) work.push(...this.#between(rest, anchors));
      else if (!this.#edit(rest, MANY_EDITS)) this.#pair(rest, nearMatches(...this.#parts(rest)));
    }
  }

  /** Pairs what both begin and end with. */
  #trim({ leftStart, leftEnd, rightStart, rightEnd }: Range): Range {
    while (
      leftStart < leftEnd && rightStart < rightEnd &&
      this.#left[leftStart] === this.#right[rightStart]
    ) {
      this.partners[leftStart++] = rightStart++;
    }
    while (
      leftStart < leftEnd && rightStart < rightEnd &&
      this.#left[leftEnd - 1] === this.#right[rightEnd - 1]
    ) {
      this.partners[--leftEnd] = --rightEnd;
    }
    return { leftStart, leftEnd, rightStart, rightEnd };
  }

  /** What stands once on both sides, as far as its order is the same: pairs of indexes. */
  #anchors({ leftStart, leftEnd, rightStart, rightEnd }: Range): Pairs {
    const ofLeft = onlyPlaces(this.#left, leftStart, leftEnd);
    const ofRight = onlyPlaces(this.#right, rightStart, rightEnd);
    const pairs: [number, number][] = [];
    for (const [token, place] of ofLeft) {
      const other = place === NONE ? undefined : ofRight.get(token);
      if (other !== undefined && other !== NONE) pairs.push([place, other]);
    }
    pairs.sort(([first], [second]) => first - second);
    return longestRising(pairs);
  }

  *#between(range: Range, anchors: Pairs): Iterable<Range> {
    let { leftStart, rightStart } = range;
    for (const [left, right] of anchors) {
      this.partners[left] = right;
      yield { leftStart, leftEnd: left, rightStart, rightEnd: right };
      leftStart = left + 1;
      rightStart = right + 1;
    }
    yield { ...range, leftStart, rightStart };
  }

  /** Whether it could be done. */
  #edit(range: Range, maxEdits: number): boolean {
    const pairs = shortestEdit(...this.#parts(range), maxEdits);
    if (pairs === undefined) return false;
    this.#pair(range, pairs);
    return true;
  }

  #pair({ leftStart, rightStart }: Range, pairs: Pairs): void {
    for (const [from, to] of pairs) this.partners[leftStart + from] = rightStart + to;
  }

  #parts({ leftStart, leftEnd, rightStart, rightEnd }: Range): [Int32Array, Int32Array] {
    return [this.#left.subarray(leftStart, leftEnd), this.#right.subarray(rightStart, rightEnd)];
  }
}

/** Where each token stands; NONE when it stands in several places. */
function onlyPlaces(tokens: Int32Array, start: number, end: number): Map<number, number> {
  const places = new Map<number, number>();
  for (let index = start; index < end; index++) {
    const token = tokens[index] ?? NONE;
    places.set(token, places.has(token) ? NONE : index);
  }
  return places;
}

/** The longest part of the pairs whose second numbers rise, too (patience sorting). */
function longestRising(pairs: Pairs): Pairs {
  const tops: number[] = [];
  const before = new Int32Array(pairs.length).fill(NONE);
  for (const [index, [, value]] of pairs.entries()) {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const top = pairs[tops[middle] ?? 0]?.[1] ?? 0;
      if (top < value) low = middle + 1;
      else high = middle;
    }
    if (low > 0) before[index] = tops[low - 1] ?? NONE;
    tops[low] = index;
  }
  const rising: (readonly [number, number])[] = [];
  for (let index = tops.at(-1) ?? NONE; index !== NONE; index = before[index] ?? NONE) {
    const pair = pairs[index];
    if (pair !== undefined) rising.push(pair);
  }
  return rising.reverse();
}
