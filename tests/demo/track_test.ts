// The demo's ride, there and back.

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { positionAt, ROUND_SECONDS, TRACK_SECONDS } from "../../src/demo/track.ts";

Deno.test("positionAt() starts at the track's origin and comes round again", () => {
  assertEquals(positionAt(0).latitude, -6.2);
  assertEquals(positionAt(0).longitude, 106.8);
  assertEquals(positionAt(ROUND_SECONDS + 7), positionAt(7));
});

Deno.test("positionAt() moves as a vehicle does: no leaps, and it stands still at times", () => {
  const speeds = Array.from({ length: ROUND_SECONDS }, (_, second) => positionAt(second).speed);
  assert(Math.max(...speeds) < 30, `fastest ${Math.max(...speeds)} m/s`);
  assert(speeds.filter((speed) => speed < 0.5).length > 60, "never stands still");
  for (let second = 1; second <= ROUND_SECONDS + 1; second++) {
    const before = positionAt(second - 1);
    const after = positionAt(second);
    const degrees = Math.abs(after.latitude - before.latitude) +
      Math.abs(after.longitude - before.longitude);
    assert(degrees < 0.0005, `jump of ${degrees} degrees at ${second} s`);
  }
});

Deno.test("positionAt() rides back by the same places, the other way round", () => {
  // Between two points, where the heading is one leg's.
  for (let second = 0.5; second < TRACK_SECONDS; second++) {
    const there = positionAt(second);
    const back = positionAt(ROUND_SECONDS - second);
    assertAlmostEquals(back.latitude, there.latitude, 2e-6);
    assertAlmostEquals(back.longitude, there.longitude, 2e-6);
    assertEquals([back.speed, back.accuracy], [there.speed, there.accuracy]);
    if (there.speed > 0) assertEquals(back.heading, (there.heading + 180) % 360);
  }
});

Deno.test("positionAt() gives a heading in degrees from north", () => {
  for (let second = 0; second < ROUND_SECONDS; second += 13) {
    const { heading } = positionAt(second);
    assert(heading >= 0 && heading < 360, `heading ${heading}`);
  }
});
