// What comes at a rate comes as often as it says, by timers that come late or not at all for a while.

import { assert, assertEquals } from "@std/assert";
import { MAX_CATCH_UP, startBeats } from "../../src/demo/beats.ts";
import { ManualTimers } from "./manual_timers.ts";

interface Beaten extends Disposable {
  readonly timers: ManualTimers;
  count(): number;
}

function beaten(interval: number, first: "at once" | "after one interval", late = 0): Beaten {
  const timers = new ManualTimers(late);
  let count = 0;
  const { now, after } = timers;
  const beats = startBeats({ interval, first, now, after, beat: () => count++ });
  return { timers, count: () => count, [Symbol.dispose]: () => beats[Symbol.dispose]() };
}

for (const rate of [1, 100, 500, 1000]) {
  Deno.test(`startBeats() beats ${rate} times a second though every timer is late`, () => {
    using one = beaten(1000 / rate, "at once", 1.3);
    one.timers.advance(10_000);
    const owed = 10 * rate + 1 - one.count();
    // Those that the last timer is late with, at the most.
    assert(owed >= 0 && owed <= 3, `${owed} are missing`);
  });
}

Deno.test("startBeats() begins at once, or after one interval", () => {
  using now = beaten(1000, "at once");
  using later = beaten(1000, "after one interval");
  const counts = [0, 999, 1, 999, 1].map((milliseconds) => {
    now.timers.advance(milliseconds);
    later.timers.advance(milliseconds);
    return [now.count(), later.count()];
  });
  assertEquals(counts, [[1, 0], [1, 0], [2, 1], [2, 1], [3, 2]]);
});

Deno.test("startBeats() makes up for so many at once, and goes on in time", () => {
  using one = beaten(1, "at once");
  one.timers.advance(0);
  one.timers.sleep(60_000);
  assertEquals(one.count(), 1 + MAX_CATCH_UP);
  one.timers.advance(1000);
  assertEquals(one.count(), 1 + MAX_CATCH_UP + 1000);
});

Deno.test("startBeats() ends when it is disposed of, in the middle of a beat as well", () => {
  const outside = beaten(1, "at once");
  outside.timers.advance(5);
  outside[Symbol.dispose]();
  outside.timers.advance(5);
  assertEquals(outside.count(), 6);

  const timers = new ManualTimers();
  const { now, after } = timers;
  let count = 0;
  const inside = startBeats({
    interval: 1,
    first: "after one interval",
    now,
    after,
    beat(): void {
      count += 1;
      if (count === 3) inside[Symbol.dispose]();
    },
  });
  timers.sleep(50);
  timers.advance(50);
  assertEquals([count, timers.waiting], [3, 0]);
});
