// Samples: what is exact however many figures there are, and what the median then speaks of.

import { assert, assertEquals } from "@std/assert";
import { LATEST_COUNT, Sample, type SampleOf } from "../../src/timeline/sample.ts";

function sampleOf(values: Iterable<number>, of?: SampleOf): Sample {
  const sample = new Sample(of);
  for (const value of values) sample.add(value);
  return sample;
}

const PERCENTILES: readonly (readonly [values: readonly number[], median: number, p95: number])[] =
  [
    [[7], 7, 7],
    [[2, 1], 1, 2],
    [[3, 1, 2], 2, 3],
    [[5, 1, 9, 3], 3, 9],
    [Array.from({ length: 20 }, (_, index) => 20 - index), 10, 19],
    [Array.from({ length: 100 }, (_, index) => index + 1), 50, 95],
    [Array.from({ length: 101 }, (_, index) => index + 1), 51, 96],
  ];

for (const [values, median, p95] of PERCENTILES) {
  Deno.test(`Sample takes median and p95 of ${values.length} figures by nearest rank`, () => {
    for (const  of of["latest", "all"] as const) {
      const sample = sampleOf(values, of);
      assertEquals([sample.median, sample.p95], [median, p95]);
    }
  });
}

Deno.test("Sample has no figure when none was added", () => {
  const { count, last, least, median, p95, most } = new Sample("all");
  assertEquals([count, last, least, median, p95, most], [0, ...Array(5).fill(undefined)]);
});

Deno.test("Sample of the latest forgets what was before, of all it does not", () => {
  const values = [...Array(LATEST_COUNT).fill(1), ...Array(LATEST_COUNT).fill(2)];
  assertEquals(sampleOf(values).median, 2);
  assertEquals(sampleOf(values, "all").median, 1);
  assertEquals(sampleOf(values, "all").p95, 2);
});

Deno.test("Sample of all is near the truth for many figures, and exact in its ends", () => {
  const count = 123_457;
  const sample = sampleOf(Array.from({ length: count }, (_, index) => index), "all");
  assertEquals([sample.count, sample.least, sample.most, sample.last], [
    count,
    0,
    count - 1,
    count - 1,
  ]);
  assert(Math.abs((sample.median ?? 0) - count / 2) < count / 100, `${sample.median}`);
  assert(Math.abs((sample.p95 ?? 0) - count * 0.95) < count / 100, `${sample.p95}`);
});

Deno.test("Sample.with() counts more figures and leaves the sample as it was", () => {
  const sample = sampleOf([1, 2, 3], "all");
  const more = sample.with([10, 20]);
  assertEquals([more.count, more.least, more.median, more.most], [5, 1, 3, 20]);
  assertEquals([sample.count, sample.most], [3, 3]);
});
