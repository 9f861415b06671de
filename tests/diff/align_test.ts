// What two sequences have in common: as much as there is, in order, and soon.

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { align, NONE } from "../../src/diff/align.ts";
import { nearMatches, shortestEdit } from "../../src/diff/shortest_edit.ts";
import { checkProperty } from "../house/property.ts";

const few = fc.array(fc.nat(4), { maxLength: 14 });

/** How long the longest common sequence is, by the book. */
function longestCommon(left: readonly number[], right: readonly number[]): number {
  const table = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1));
  for (let row = left.length; row >= 0; row--) {
    for (let column = right.length; column >= 0; column--) {
      const below = table[row + 1]?.[column] ?? 0;
      const beside = table[row]?.[column + 1] ?? 0;
      const diagonal = (table[row + 1]?.[column + 1] ?? 0) + 1;
      const isSame = row < left.length && left[row] === right[column];
      (table[row] ?? [])[column] = isSame ? diagonal : Math.max(below, beside);
    }
  }
  return table[0]?.[0] ?? 0;
}

function pairsOf(left: readonly number[], right: readonly number[]): readonly [number, number][] {
  return [...align(Int32Array.from(left), Int32Array.from(right))]
    .flatMap((partner, index): [number, number][] => partner === NONE ? [] : [[index, partner]]);
}

/** Throws unless the pairs are of the same, and rise on both sides. */
function assertCommon(
  left: readonly number[],
  right: readonly number[],
  pairs: Iterable<readonly [number, number]>,
): void {
  let last = NONE;
  for (const [from, to] of pairs) {
    assertEquals(left[from], right[to]);
    assert(to > last);
    last = to;
  }
}

Deno.test("align() pairs as much as there is in common, in order", () => {
  checkProperty(
    "align",
    fc.property(few, few, (left, right) => {
      const pairs = pairsOf(left, right);
      assertCommon(left, right, pairs);
      assertEquals(pairs.length, longestCommon(left, right));
    }),
    { runs: 2000 },
  );
});

/** Numbers that look random, the same in every run. */
function numbers(length: number, below: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % below;
  });
}

Deno.test("align() finds the anchors of long sequences that differ in many places", () => {
  const left = Array.from({ length: 20_000 }, (_, index) => index);
  const right = left.filter((index) => index % 7 !== 0).flatMap((index) =>
    index % 11 === 0 ? [index, 100_000 + index] : [index]
  );
  const pairs = pairsOf(left, right);
  assertEquals(pairs.length, left.filter((index) => index % 7 !== 0).length);
  assertCommon(left, right, pairs);
});

Deno.test("align() takes no quadratic time where nothing is unique", () => {
  for (const below of [2, 100]) {
    const [left, right] = [numbers(30_000, below, 1), numbers(30_000, below, 2)];
    const pairs = pairsOf(left, right);
    assertCommon(left, right, pairs);
    assert(pairs.length > 500, `${pairs.length} pairs of ${below}`);
  }
});

Deno.test("align() pairs nothing where there is nothing in common", () => {
  assertEquals(pairsOf([1, 2, 3], [4, 5]), []);
  assertEquals(pairsOf([], [4, 5]), []);
  assertEquals(pairsOf([1], []), []);
});

Deno.test("shortestEdit() gives up when there are more edits than it may make", () => {
  const [left, right] = [Int32Array.of(1, 2, 3, 4), Int32Array.of(5, 6, 7, 8)];
  assertEquals(shortestEdit(left, right, 7), undefined);
  assertEquals(shortestEdit(left, right, 8), []);
  assertEquals(shortestEdit(Int32Array.of(1, 2), Int32Array.of(2, 1), 2), [[1, 0]]);
});

Deno.test("nearMatches() pairs each with the next of its kind, and none twice", () => {
  checkProperty(
    "nearMatches",
    fc.property(few, few, (left, right) => {
      const pairs = nearMatches(Int32Array.from(left), Int32Array.from(right));
      assertCommon(left, right, pairs);
      assertEquals(new Set(pairs.map(([from]) => from)).size, pairs.length);
    }),
    { runs: 500 },
  );
});

Deno.test("align() leaves the equal one out in whose place the other side has something else", () => {
  const equal = (count: number): number[] => new Array<number>(count).fill(1);
  const left = equal(20);
  const right = [...equal(5), 2, ...equal(5), 3, ...equal(8)];
  const paired = new Map(pairsOf(left, right));
  assertEquals(left.flatMap((_, index) => paired.has(index) ? [] : [index]), [5, 11]);
});
