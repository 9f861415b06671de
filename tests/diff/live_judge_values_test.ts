// What is told of numbers and constants of live events, and above all what is not.

import { assertEquals } from "@std/assert";
import type { Value } from "../../src/base/json.ts";
import { judge, liveAct, rideActs, valueActs } from "./live_acts.ts";

/** A number that goes up and down in its range. */
const wave = (count: number, least: number, most: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index % 2 === 0 ? least : most - index / count);

const counted = (count: number, from: number, step = 1): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + index * step);

const always = (count: number, value: Value): readonly Value[] =>
  Array.from({ length: count }, () => value);

const MILLISECONDS = 1_790_000_000_000;

interface Example {
  readonly name: string;
  readonly left: readonly Value[];
  readonly right: readonly Value[];
  readonly told?: string;
}

const EXAMPLES: readonly Example[] = [
  { name: "ranges apart", left: wave(20, 1, 5), right: wave(20, 10, 50), told: "range" },
  { name: "ranges that touch", left: wave(20, 1, 5), right: wave(20, 4.9, 50) },
  { name: "ranges of few", left: wave(9, 1, 5), right: wave(20, 10, 50) },
  { name: "ranges of one way only", left: counted(20, 1), right: counted(20, 100) },
  {
    name: "numbers of text",
    left: wave(20, 1, 5).map(String),
    right: wave(20, 10, 50).map(String),
    told: "range",
  },
  {
    name: "text that is no number at times",
    left: [...wave(20, 1, 5).map(String), "x"],
    right: wave(20, 10, 50).map(String),
  },
  {
    name: "another magnitude, half as well known",
    left: [1, 2, 3, 4, 5, 4, 3, 2, 1, 2],
    right: [100, 200, 300, 400, 500, 400, 300, 200, 100, 200],
    told: "range",
  },
  {
    name: "no other magnitude, half as well known",
    left: [1, 2, 3, 4, 5, 4, 3, 2, 1, 2],
    right: [10, 20, 30, 40, 45, 40, 30, 20, 10, 20],
  },
  {
    name: "times in seconds",
    left: counted(5, MILLISECONDS, 1000),
    right: counted(5, MILLISECONDS / 1000),
    told: "range",
  },
  {
    name: "times of another day",
    left: counted(5, MILLISECONDS, 1000),
    right: counted(5, 2 * MILLISECONDS, 1000),
  },
  {
    name: "times that are always the same",
    left: always(5, MILLISECONDS),
    right: always(5, MILLISECONDS + 1),
  },
  { name: "another constant text", left: always(3, "a"), right: always(3, "b"), told: "constant" },
  {
    name: "another constant flag",
    left: always(3, true),
    right: always(3, false),
    told: "constant",
  },
  { name: "constants of two instances", left: always(3, "a"), right: always(2, "b") },
  {
    name: "a text that is null at times",
    left: [...always(3, "a"), null],
    right: [...always(3, "b"), null],
  },
  {
    name: "a constant that is not always there",
    left: always(5, "a"),
    right: [...always(4, "b"), "a"],
  },
  { name: "a measure that stands still", left: always(100, 5), right: always(100, 20) },
  {
    name: "a measure that stands still for long",
    left: always(500, 5),
    right: always(500, 20),
    told: "constant",
  },
  {
    name: "another great number",
    left: always(3, 222_222),
    right: always(3, 333_333),
    told: "constant",
  },
  { name: "a great measure", left: always(3, 222_222.5), right: always(3, 333_333) },
  {
    name: "a counter that goes back",
    left: counted(10, 1),
    right: [...counted(10, 1), 3],
    told: "order",
  },
  {
    name: "a counter that stands still",
    left: counted(10, 1),
    right: always(10, 7),
    told: "order",
  },
  { name: "what grew for a short while", left: counted(9, 1), right: [...counted(10, 1), 3] },
  { name: "a measure that grew for a while", left: counted(50, 1, 0.1), right: [3.5, 3.4] },
  {
    name: "a measure that grew always",
    left: counted(100, 1, 0.1),
    right: [3.5, 3.4],
    told: "order",
  },
  {
    name: "times of seconds that go back",
    left: counted(3, 1_790_000_000),
    right: [1_790_000_009, 1_790_000_001],
    told: "order",
  },
];

for (const { name, left, right, told } of EXAMPLES) {
  Deno.test(`judgeLive() tells ${told ?? "nothing"} of ${name}`, () => {
    const changes = judge(valueActs(left), valueActs(right)).filter(({ what }) => what !== "rate");
    assertEquals(changes.map(({ what }) => what), told === undefined ? [] : [told]);
  });
}

/** The same under a name that says what it is. */
const NAMED: readonly (readonly [string, readonly Value[], readonly Value[], string?])[] = [
  ["driverId", always(3, 19), always(3, 42), "constant"],
  ["driver_id", always(3, "19"), always(3, "42"), "constant"],
  ["paid", always(3, 19), always(3, 42)],
  ["latitude", wave(20, 1, 5), wave(20, 10, 50)],
  ["latitude", wave(20, 1, 5), wave(20, 100, 150), "range"],
  ["longitude", wave(20, 1, 5), wave(20, 190, 250)],
  ["lng", always(500, 13.4), always(300, 13.5)],
  ["lat", counted(300, 1, 0.01), [5, 4, 3]],
  ["heading", wave(20, 1, 5), wave(20, 10, 50)],
  ["heading", wave(20, 1, 5), wave(20, 1000, 5000), "range"],
  ["bearing", always(500, 5), always(300, 50)],
];

for (const [name, left, right, told] of NAMED) {
  Deno.test(`judgeLive() tells ${told ?? "nothing"} of ${name} ${left[1]} and ${right[1]}`, () => {
    const acts = (values: readonly Value[]) =>
      values.map((value, index) => liveAct([{ [name]: value }], index, index));
    assertEquals(judge(acts(left), acts(right)).map(({ what }) => what), told ? [told] : []);
  });
}

Deno.test("judgeLive() tells nothing of quick short rides, each against another", () => {
  for (const count of [10, 60, 200]) {
    for (let start = 0; start < 1300; start += 29) {
      const left = rideActs({ count, start: start / 3, every: 100 });
      assertEquals(judge(left, rideActs({ count, start, every: 100 })), []);
    }
  }
});
