// Counters and clocks that break their order: what exactly they do, how often, and from where on.

import { assertEquals } from "@std/assert";
import { judgeLive, LiveTally } from "../../src/diff/live.ts";
import type { Value } from "../../src/base/json.ts";
import { judge, liveAct, valueActs } from "./live_acts.ts";
import { summaries } from "./live_summaries.ts";

const counted = (count: number, from: number, step = 1): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + index * step);

const TIME = 1_790_000_000_000;

const CASES: readonly (readonly [string, readonly Value[], readonly Value[], string?])[] = [
  ["two steps back", counted(20, 1), [...counted(9, 1), 4, 5, 2], "back $.value 2 at 11"],
  ["a frozen counter", counted(20, 1), new Array(6).fill(8), "still $.value 6 at 2"],
  ["numbers told again", counted(20, 1), [1, 2, 2, 3, 4, 4, 5], "repeated $.value 2 at 4"],
  ["numbers left out", counted(20, 1), [1, 2, 3, 6, 7, 9], "skipped $.value 3 at 5"],
  ["a counter that starts anew far away", counted(20, 1), [1, 2, 3, 5_000_000, 5_000_001]],
  ["a counter by tens", counted(20, 0, 10), [0, 10, 30, 40]],
  ["a counter that jumps on both", [...counted(20, 1), 40], [1, 2, 3, 6, 7, 9]],
  ["a clock that leaves seconds out", counted(20, TIME), counted(20, TIME, 3000)],
  [
    "a clock that freezes on its way",
    counted(30, TIME, 1000),
    [...counted(5, TIME, 1000), ...new Array(12).fill(TIME + 9000), TIME + 20_000],
    "still $.value 12 at 7",
  ],
  [
    "a clock that stood still before",
    [...counted(5, TIME, 1000), TIME + 9000, TIME + 9000, TIME + 9000],
    [...counted(5, TIME, 1000), ...new Array(12).fill(TIME + 9000), TIME + 20_000],
  ],
];

for (const [name, left, right, told] of CASES) {
  Deno.test(`judgeLive() tells ${told ?? "nothing"} of ${name}`, () => {
    const said = summaries(judge(valueActs(left), valueActs(right)));
    assertEquals(said, told === undefined ? [] : [`order ${told}`]);
  });
}

Deno.test("judgeLive() tells one swap once, whatever it shows in", () => {
  const acts = (order: readonly number[]) =>
    order.map((n, index) =>
      liveAct([{ seq: n, meta: { ts: TIME + n * 1000 } }], index * 1000, index + 2)
    );
  const swapped = [...counted(12, 0), 13, 12, ...counted(6, 14)];
  assertEquals(summaries(judge(acts(counted(20, 0)), acts(swapped))), [
    "order back $.seq,$.meta.ts 1 at 15",
  ]);
  // At two places they are two mistakes.
  const other = acts(swapped).map((act, index) =>
    index === 3 ? liveAct([{ seq: 3, meta: { ts: TIME } }], act.at, act.line) : act
  );
  assertEquals(summaries(judge(acts(counted(20, 0)), other)), [
    "order back $.seq 1 at 15",
    "order back $.meta.ts 2 at 5",
  ]);
});

Deno.test("judgeLive() shows the earliest act of the tape, whichever session was told first", () => {
  const [left, right] = [new LiveTally(), new LiveTally()];
  for (const session of [1, 2]) {
    for (let n = 0; n < 20; n++) {
      left.add(liveAct([{ n, speed: n % 3 }], n * 1000, n * 2 + session), session);
    }
  }
  // Session 2 has the first odd ones, and is told last.
  for (const session of [1, 2]) {
    for (let n = 0; n < 20; n++) {
      const isOdd = n === (session === 1 ? 12 : 5);
      const value = isOdd ? { n: 0 } : { n, speed: n === 19 - session * 4 ? null : n % 3 };
      right.add(liveAct([value], n * 1000, n * 2 + session), session);
    }
  }
  assertEquals(summaries(judgeLive(left, right)), [
    "order back $.n 2 at 12",
    "field-lost $.speed 2 of 40 at 1, 12",
    "type $.speed number → null,number 2 of 38 at 24",
  ]);
});
