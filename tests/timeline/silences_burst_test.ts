// Bursts, and what comes after them: a burst has no pace that anything could break.

import { assertEquals } from "@std/assert";
import type { Silence } from "../../src/timeline/silences.ts";
import { SilenceFinder } from "../../src/timeline/silences.ts";
import { message, statsOf, webSocket } from "./stats/stats_of.ts";

/** So many times, evenly, from `from` on. */
function times(count: number, from: number, pause: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + index * pause);
}

function finderOf(all: readonly number[]): SilenceFinder {
  const finder = new SilenceFinder();
  for (const at of all) finder.event("/sfa", "track", at);
  return finder;
}

function told(silences: readonly Silence[]): readonly (readonly number[])[] {
  return silences.map(({ at, milliseconds, usual }) => [at, milliseconds, usual]);
}

const FLOOD = times(20_000, 500, 0.0078125);

Deno.test("SilenceFinder finds no gap after a burst", () => {
  assertEquals(told(finderOf(FLOOD).silences(60_000)), []);
  assertEquals(told(finderOf([...FLOOD, 30_000]).silences(60_000)), []);
});

Deno.test("SilenceFinder finds no gap after a burst all of whose events came at once", () => {
  assertEquals(told(finderOf(times(20, 500, 0)).silences(60_000)), []);
});

Deno.test("SilenceFinder finds no gap between two bursts, nor after three", () => {
  const bursts = [0, 5000, 10_000].flatMap((from) => times(1001, from, 0.5));
  assertEquals(told(finderOf(bursts.slice(0, 2002)).silences(60_000)), []);
  assertEquals(told(finderOf(bursts).silences(60_000)), []);
});

Deno.test("SilenceFinder takes few events that do not come all at once for no burst", () => {
  assertEquals(told(finderOf(times(4, 0, 10)).silences(2000)), [[30, 1970, 10]]);
});

Deno.test("SilenceFinder takes the pace of bursts that come again and again", () => {
  const bursts = times(6, 0, 1000).flatMap((from) => times(20, from, 0));
  assertEquals(told(finderOf(bursts).silences(7500)), []);
  assertEquals(told(finderOf(bursts).silences(9000)), [[5000, 4000, 1000]]);
});

Deno.test("SilenceFinder finds the gap in a stream that is quick as a burst but goes on", () => {
  const stream = times(4000, 0, 0.5);
  assertEquals(told(finderOf(stream).silences(8000)), [[1999.5, 6000.5, 0.5]]);
  const goesOn = finderOf([...stream, ...times(4000, 8000, 0.5)]);
  assertEquals(told(goesOn.silences(10_000)), [[1999.5, 6000.5, 0.5]]);
});

Deno.test("SilenceFinder tells how often events come that go on many at a time", () => {
  const stream = times(101, 0, 50).flatMap((from) => times(5, from, 0));
  assertEquals(told(finderOf(stream).silences(9000)), [[5000, 4000, 5000 / 504]]);
});

Deno.test("SilenceFinder keeps the pace of a stream in which there is a burst", () => {
  const steady = times(10, 0, 1000);
  const finder = finderOf([...steady, ...FLOOD.map((at) => 9000 + at)]);
  const last = 9000 + (FLOOD.at(-1) ?? 0);
  assertEquals(told(finder.silences(11_000)), []);
  assertEquals(told(finder.silences(20_000)), [[last, 20_000 - last, 1000]]);
});

Deno.test("SilenceFinder adds up no stream from bursts with absences between them", () => {
  const finder = new SilenceFinder();
  for (const from of times(4, 0, 5000)) {
    for (const at of times(1001, from, 0.5)) finder.event("/sfa", "track", at);
    finder.absent(from + 510, from + 4990);
  }
  for (const at of times(1001, 20_000, 0.5)) finder.event("/sfa", "track", at);
  assertEquals(told(finder.silences(60_000)), []);
});

Deno.test("Stats finds no gap after a burst either, and the one after a steady stream", () => {
  const burst = times(50, 100, 0.25).map((at) => message(at, "server", '42["flood"]'));
  const steady = times(5, 1000, 100).map((at) => message(at, "server", '42["track"]'));
  const { gaps } = statsOf([
    ...webSocket(0, 1, 4),
    ...burst,
    ...steady,
    message(9000, "client", '42["bye"]'),
  ]);
  assertEquals(gaps.map(({ name, milliseconds, usual }) => [name, milliseconds, usual]), [
    ["track", 7600, 100],
  ]);
});
