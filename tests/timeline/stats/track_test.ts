// One thing's way: length, speed, gaps and the box that it stays in.

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  FASTEST_PLAUSIBLE,
  MAX_SHAPE_POINTS,
  SHORTEST_STEP,
  Track,
} from "../../../src/timeline/stats/track.ts";

type Point = readonly [latitude: number, longitude: number, at: number];

function trackOf(points: readonly Point[]): Track {
  const track = new Track();
  for (const [latitude, longitude, at] of points) track.add(latitude, longitude, at);
  return track;
}

/** Degrees on a meridian. */
const METRE = 1 / 111_195.08;

Deno.test("Track adds up the way, and takes speed from it and the time", () => {
  const track = trackOf([[0, 0, 0], [10 * METRE, 0, 1000], [40 * METRE, 0, 2000], [
    40 * METRE,
    0,
    4000,
  ]]);
  assertEquals(track.count, 4);
  assertAlmostEquals(track.metres, 40, 0.001);
  assertAlmostEquals(track.speed?.least ?? NaN, 0, 0.001);
  assertAlmostEquals(track.speed?.most ?? NaN, 30, 0.001);
  assertEquals(track.longestGap, { at: 2000, milliseconds: 2000 });
});

Deno.test("Track has no speed and no gap with a single point", () => {
  const track = trackOf([[1, 2, 3]]);
  assertEquals([track.count, track.metres, track.speed, track.longestGap], [
    1,
    0,
    undefined,
    undefined,
  ]);
  assertEquals(track.box, { south: 1, west: 2, north: 1, east: 2 });
});

Deno.test("Track takes no speed from points that were held up and came together", () => {
  const track = trackOf([[0, 0, 0], [10 * METRE, 0, 1], [20 * METRE, 0, 2], [30 * METRE, 0, 3000]]);
  assertAlmostEquals(track.metres, 30, 0.001);
  assertAlmostEquals(track.speed?.least ?? NaN, 10, 0.001);
  assertAlmostEquals(track.speed?.most ?? NaN, 10, 0.001);
  assertEquals(trackOf([[0, 0, 0], [1, 0, SHORTEST_STEP - 1]]).speed, undefined);
});

Deno.test("Track counts steps that are too quick to be true apart from the speed", () => {
  const jump = FASTEST_PLAUSIBLE + 1;
  const track = trackOf([[0, 0, 0], [5 * METRE, 0, 1000], [(5 + jump) * METRE, 0, 2000]]);
  assertEquals(track.jumps.count, 1);
  assertAlmostEquals(track.jumps.metres, jump, 0.001);
  assertAlmostEquals(track.speed?.most ?? NaN, 5, 0.001);
  assertAlmostEquals(track.metres, 5 + jump, 0.001);
});

Deno.test("Track takes time that goes back for no time", () => {
  const track = trackOf([[0, 0, 1000], [METRE, 0, 0]]);
  assertEquals([track.speed, track.longestGap, track.jumps.count], [undefined, undefined, 0]);
});

Deno.test("Track crosses the 180th meridian without going around the earth", () => {
  const track = trackOf([[0, 179.5, 0], [0, -179.5, 3_600_000], [0, 179.9, 7_200_000]]);
  assertAlmostEquals(track.metres, 111_195.08 * 1.6, 0.1);
  assertEquals([track.box?.west, track.box?.east], [179.5, -179.5]);
  const longitudes = track.shape.map(({ longitude }) => longitude);
  assertAlmostEquals(longitudes[1] ?? NaN, 180.5, 1e-9);
});

Deno.test("Track keeps a bounded shape with both ends, and an exact box", () => {
  const count = 20 * MAX_SHAPE_POINTS + 7;
  const track = new Track();
  for (let index = 0; index < count; index++) {
    track.add(index === 4321 ? 80 : Math.sin(index), index / 1000, index);
  }
  const { shape } = track;
  assert(
    shape.length <= MAX_SHAPE_POINTS + 1 && shape.length >= MAX_SHAPE_POINTS / 2,
    `${shape.length}`,
  );
  assertEquals(shape[0]?.longitude, 0);
  assertEquals(shape.at(-1)?.longitude, (count - 1) / 1000);
  assertEquals([track.box?.north, track.count], [80, count]);
});
