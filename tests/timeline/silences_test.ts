// What counts as a gap in a stream of events, and what does not.

import { assertEquals } from "@std/assert";
import { LATEST_COUNT, Sample } from "../../src/timeline/sample.ts";
import { MAX_SILENCES, MAX_STREAMS, SilenceFinder } from "../../src/timeline/silences.ts";

function finderOf(times: readonly number[]): SilenceFinder {
  const finder = new SilenceFinder();
  for (const at of times) finder.event("/sfa", "track", at);
  return finder;
}

const STEADY = Array.from({ length: 10 }, (_, index) => index * 1000);

Deno.test("SilenceFinder finds nothing in a steady stream", () => {
  assertEquals(finderOf(STEADY).silences(9500), []);
});

Deno.test("SilenceFinder finds the pause in a stream and says what is usual", () => {
  const finder = finderOf([...STEADY, 16_500, 17_500]);
  assertEquals(finder.silences(18_000), [
    { namespace: "/sfa", name: "track", at: 9000, milliseconds: 7500, usual: 1000 },
  ]);
});

Deno.test("SilenceFinder counts the silence that lasts until the end", () => {
  const [silence] = finderOf(STEADY).silences(20_000);
  assertEquals([silence?.at, silence?.milliseconds], [9000, 11_000]);
});

Deno.test("SilenceFinder minds no pause that a person would not", () => {
  const quick = Array.from({ length: 20 }, (_, index) => index * 10);
  assertEquals(finderOf([...quick, 1100, 1110]).silences(1200), []);
});

Deno.test("SilenceFinder says nothing of events that have no pace", () => {
  assertEquals(finderOf([0, 1000, 60_000]).silences(90_000), []);
});

Deno.test("SilenceFinder keeps the longest silences, longest first", () => {
  const times = [...STEADY];
  for (let pause = 1; pause <= MAX_SILENCES + 2; pause++) {
    times.push(
      (times.at(-1) ?? 0) + 3000 + pause * 1000,
      (times.at(-1) ?? 0) + 4000 + pause * 1000,
    );
  }
  const found = finderOf(times).silences(times.at(-1) ?? 0);
  assertEquals(found.map(({ milliseconds }) => milliseconds), [10_000, 9000, 8000, 7000, 6000]);
});

Deno.test("SilenceFinder takes no pace from a time in which nobody was there", () => {
  const finder = finderOf([0, 100, 200, 300]);
  for (let from = 400; from < 4000; from += 700) {
    finder.absent(from, from + 500);
    finder.event("/sfa", "track", from + 600);
  }
  assertEquals(finder.silences(9000).map(({ usual }) => usual), [100]);
});

Deno.test("SilenceFinder watches only so many names", () => {
  const finder = new SilenceFinder();
  for (let name = 0; name <= MAX_STREAMS; name++) {
    for (const at of [0, 100, 200, 300]) finder.event("/", String(name), at);
  }
  assertEquals(finder.silences(10_000).length, MAX_STREAMS);
});

Deno.test("Sample tells count, least and most of all, and the median of the latest", () => {
  const sample = new Sample();
  assertEquals([sample.count, sample.last, sample.least, sample.most, sample.median], [
    0,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  for (const value of [5, 1, 9, 3]) sample.add(value);
  assertEquals([sample.count, sample.last, sample.least, sample.most, sample.median], [
    4,
    3,
    1,
    9,
    3,
  ]);
  for (let count = 0; count < LATEST_COUNT; count++) sample.add(7);
  assertEquals([sample.median, sample.most, sample.count], [7, 9, LATEST_COUNT + 4]);
});
