// Rates: no count is ever lost, whatever the time and the number of columns.

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { BUCKET_COUNT, Rate } from "../../../src/timeline/stats/rate.ts";
import { checkProperty } from "../../house/property.ts";

function rateOf(offsets: readonly number[]): Rate {
  const rate = new Rate();
  for (const offset of offsets) rate.add(offset);
  return rate;
}

function sum(values: readonly number[]): number {
  return values.reduce((left, right) => left + right, 0);
}

Deno.test("Rate puts what happened into the column of its time", () => {
  const rate = rateOf([0, 10, 260, 999]);
  assertEquals(rate.columns(1000, 4), [2, 1, 0, 1]);
  assertEquals(rate.columns(1000, 1), [4]);
});

Deno.test("Rate counts the very end into the last column", () => {
  assertEquals(rateOf([0, 100]).columns(100, 2), [1, 1]);
  assertEquals(rateOf([0, 0]).columns(0, 3), [2, 0, 0]);
});

Deno.test("Rate counts what is before the beginning as of then", () => {
  assertEquals(rateOf([-5, -1e9]).steps(10), { milliseconds: 1, counts: [2] });
});

Deno.test("Rate tells whole counts in no more steps than asked for", () => {
  assertEquals(rateOf([0, 1, 2, 3, 9]).steps(5), { milliseconds: 2, counts: [2, 2, 0, 0, 1] });
  assertEquals(rateOf([]).steps(5), { milliseconds: 1, counts: [] });
});

Deno.test("Rate takes no more room for a year than for a second, and a steady stream stays steady", () => {
  const rate = rateOf(Array.from({ length: 8760 }, (_, hour) => hour * 3_600_000));
  const { counts } = rate.steps(BUCKET_COUNT);
  assert(counts.length > BUCKET_COUNT / 2 && counts.length <= BUCKET_COUNT, `${counts.length}`);
  const columns = rate.columns(8760 * 3_600_000, 10);
  for (const column of columns) assertAlmostEquals(column, 876, 20);
});

Deno.test("Rate loses no count", () => {
  checkProperty(
    "Rate sums",
    fc.property(
      fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { maxLength: 200 }),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 300 }),
      (offsets, columnCount, most) => {
        const rate = rateOf(offsets);
        const end = Math.max(0, ...offsets);
        const columns = rate.columns(end, columnCount);
        assertEquals(columns.length, columnCount);
        assertAlmostEquals(sum(columns), offsets.length, 1e-6);
        assert(columns.every((count) => count >= 0));
        const { counts } = rate.steps(most);
        assertEquals(sum(counts), offsets.length);
        assert(counts.length <= most);
      },
    ),
    { runs: 300 },
  );
});
