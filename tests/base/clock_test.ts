// Clocks: the system's moves on by itself, the manual one only when told.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { ManualClock, systemClock } from "../../src/base/clock.ts";

Deno.test("systemClock() begins at zero and never goes back", () => {
  const clock = systemClock();
  let previous = 0;
  for (let look = 0; look < 1000; look++) {
    const now = clock.now();
    assert(now >= previous, `${now} came after ${previous}`);
    previous = now;
  }
  assert(previous < 60_000, `${previous} ms since the clock was made`);
});

Deno.test("systemClock() tells milliseconds to the microsecond, no finer", () => {
  const clock = systemClock();
  for (let look = 0; look < 100; look++) {
    const [, decimals = ""] = String(clock.now()).split(".");
    assert(decimals.length <= 3, `${decimals} after the point`);
  }
});

Deno.test("systemClock() knows the wall clock", () => {
  assert(Math.abs(systemClock().wallTime().getTime() - Date.now()) < 60_000);
});

Deno.test("ManualClock stands still until it is told to advance", () => {
  const clock = new ManualClock(new Date("2026-11-21T03:00:00.000Z"));
  assertEquals([clock.now(), clock.wallTime().toISOString()], [0, "2026-11-21T03:00:00.000Z"]);
  clock.advance(1500.0004);
  assertEquals([clock.now(), clock.wallTime().toISOString()], [1500, "2026-11-21T03:00:01.500Z"]);
  clock.advance(0.001);
  assertEquals(clock.now(), 1500.001);
});

for (const step of [-1, NaN]) {
  Deno.test(`ManualClock refuses to advance by ${step}`, () => {
    assertThrows(
      () => new ManualClock().advance(step),
      RangeError,
      `Cannot advance the clock by ${step} ms: it is monotonic`,
    );
  });
}
