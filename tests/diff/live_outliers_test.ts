// Single values that the good tape never has, beside those that another trip explains.

import { assertEquals } from "@std/assert";
import type { Value } from "../../src/base/json.ts";
import { judgeLive, LiveTally } from "../../src/diff/live.ts";
import { judge, liveAct, rideActs, type RideOptions, tallyOf, valueActs } from "./live_acts.ts";
import { summaries } from "./live_summaries.ts";

const GOOD: RideOptions = { count: 431 };
const OTHER: RideOptions = { count: 428, start: 500, startedAt: Date.UTC(2026, 10, 22, 9) };

Deno.test("judgeLive() tells a position of 0, 0 once, for both of its halves", () => {
  const change: RideOptions["change"] = (payload, index) =>
    index === 99 || index === 120 ? { ...payload, lat: 0, lng: 0 } : payload;
  const [said, ...more] = summaries(judge(rideActs(GOOD), rideActs({ ...OTHER, change })));
  assertEquals(said?.replace(/(lng) .* →/, "$1 →"), "outlier zero $.lat,$.lng → 0 2 of 428 at 101");
  assertEquals(more, []);
  const never = rideActs({ ...OTHER, change: (payload) => ({ ...payload, lat: 0, lng: 0 }) });
  assertEquals(judge(rideActs(GOOD), never).map(({ what }) => what), ["outlier"]);
});

Deno.test("judgeLive() knows that there are people at 0°", () => {
  const greenwich = (offset: number): NonNullable<RideOptions["change"]> => (payload, index) => ({
    ...payload,
    lng: index === 7 ? 0 : Number(payload.lng) - offset,
  });
  const left = rideActs({ ...GOOD, change: greenwich(106.79) });
  assertEquals(judge(left, rideActs({ ...OTHER, change: greenwich(106.79) })), []);
  const close = rideActs({ ...GOOD, change: (payload) => ({ ...payload, lng: 0.001 }) });
  assertEquals(judge(close, rideActs({ ...OTHER, change: greenwich(106.8) })), []);
});

Deno.test("judgeLive() tells no position of 0, 0 that the good tape has, too", () => {
  const lost = (at: number): NonNullable<RideOptions["change"]> => (payload, index) =>
    index === at ? { ...payload, lat: 0, lng: 0 } : payload;
  const left = rideActs({ ...GOOD, change: lost(7) });
  assertEquals(judge(left, rideActs({ ...OTHER, change: lost(99) })), []);
});

/** There and back between 0 and 20, with another value here and there. */
const wave = (count: number, odd: Readonly<Record<number, Value>> = {}): readonly Value[] =>
  Array.from({ length: count }, (_, index) => odd[index] ?? (index % 5) * 5);

const CASES: readonly (readonly [string, readonly Value[], readonly Value[], string?])[] = [
  ["-1 here and there", wave(50), wave(50, { 7: -1, 9: -1 }), "negative 0,20 → -1 2 of 50 at 9"],
  ["-1 where it was so before", wave(50, { 3: -1 }), wave(50, { 7: -1 })],
  ["-1 where too few are known", wave(19), wave(50, { 7: -1 })],
  ["frost", wave(50).map((value) => Number(value) + 1), wave(50, { 7: -3.5 })],
  ["a far number", wave(50), wave(50, { 7: 9999 }), "far 0,20 → 9999 1 of 50 at 9"],
  ["a number that is not so far", wave(50), wave(50, { 7: 199 })],
  ["a far number where too few are known", wave(49), wave(50, { 7: 9999 })],
  ["many far numbers", wave(50), wave(50).map((_, n) => n % 2 === 0 ? 9999 : 1)],
  [
    "a measure that went one way only",
    wave(50).map((_, n) => n / 50 + 0.5),
    wave(50).map((_, n) => n === 7 ? 9999 : n / 50 + 0.4),
  ],
];

for (const [name, left, right, told] of CASES) {
  Deno.test(`judgeLive() tells ${told ?? "nothing"} of ${name}`, () => {
    const said = summaries(judge(valueActs(left), valueActs(right)));
    assertEquals(
      said,
      told === undefined ? [] : [`outlier ${told}`.replace(/(\w) /, "$1 ")]
        .map((line) => line.replace(/^outlier (\w+) /, "outlier $1 $.value ")),
    );
  });
}

/** One of the texts after the other. */
const texts = (count: number, of: readonly string[], odd: Readonly<Record<number, string>> = {}) =>
  valueActs(Array.from({ length: count }, (_, n) => odd[n] ?? of[n % of.length] ?? ""));

Deno.test("judgeLive() tells a text that is new among few that are always said", () => {
  const good = texts(60, ["on", "off"]);
  assertEquals(summaries(judge(good, texts(60, ["on", "off"], { 9: "FAULT", 12: "x" }))), [
    "outlier text $.value on,off → FAULT 2 of 60 at 11",
  ]);
  assertEquals(summaries(judge(texts(60, ["on"]), texts(60, ["on"], { 9: "off" }))), [
    "outlier text $.value on → off 1 of 60 at 11",
  ]);
});

Deno.test("judgeLive() shows the earliest new text of the tape, whichever session it is of", () => {
  const right = new LiveTally();
  for (const session of [1, 2]) {
    for (let n = 0; n < 40; n++) {
      const value = n === 30 - session * 5 ? "FAULT" : "on";
      right.add(liveAct([{ value }], n * 1000, n * 2 + session), session);
    }
  }
  assertEquals(summaries(judgeLive(tallyOf(texts(60, ["on"])), right)), [
    "outlier text $.value on → FAULT 2 of 80 at 42",
  ]);
});

Deno.test("judgeLive() tells no new text where others are no wonder", () => {
  const odd = { 9: "new" };
  assertEquals(judge(texts(49, ["on", "off"]), texts(60, ["on", "off"], odd)), []);
  assertEquals(judge(texts(60, ["on", "off"], { 3: "rare" }), texts(60, ["on", "off"], odd)), []);
  assertEquals(judge(texts(60, ["on", ""]), texts(60, ["on", ""], odd)), []);
  const six = ["a", "b", "c", "d", "e", "f"];
  assertEquals(judge(texts(60, six), texts(60, six, odd)), []);
  assertEquals(judge(texts(60, ["a", "b"]), texts(60, six)), []);
  assertEquals(judge(texts(60, ["anna", "ben"]), texts(60, ["carl", "dora"])), []);
});
