// Live events from rides on a real track: honest recordings beside those with one mistake each.

import { assertEquals } from "@std/assert";
import { judgeLive, LiveTally, looksLive } from "../../src/diff/live.ts";
import { HIDDEN } from "../../src/diff/mask.ts";
import { path, rulesFor } from "./arbitrary_value.ts";
import { judge, liveAct, rideActs, type RideOptions, tallyOf, valueActs } from "./live_acts.ts";
import { summaries } from "./live_summaries.ts";

const COUNTS: readonly (readonly [string, number, number, number, number, boolean])[] = [
  ["two rides", 431, 428, 3, 428, true],
  ["a replay", 431, 431, 431, 431, false],
  ["a replay with some changes", 431, 431, 216, 431, false],
  ["too few", 2, 400, 0, 2, false],
  ["just enough", 3, 3, 1, 2, true],
  ["half the same", 10, 10, 5, 10, false],
  ["other shapes", 10, 10, 0, 4, false],
];

for (const [name, left, right, sameContent, sameShape, isLive] of COUNTS) {
  Deno.test(`looksLive() says ${isLive} of ${name}`, () => {
    assertEquals(looksLive({ left, right, sameContent, sameShape }), isLive);
  });
}

const GOOD: RideOptions = { count: 431 };

/** Another day, another part of the way. */
const OTHER: RideOptions = { count: 428, start: 500, startedAt: Date.UTC(2026, 10, 22, 9) };

Deno.test("judgeLive() tells nothing of two honest rides", () => {
  assertEquals(judge(rideActs(GOOD), rideActs(OTHER)), []);
});

Deno.test("judgeLive() tells nothing of two demo runs with other seeds, however short", () => {
  for (const count of [3, 5, 10, 30, 120]) {
    for (let start = 0; start < 1300; start += 37) {
      const right = rideActs({ ...OTHER, count, start });
      assertEquals(judge(rideActs({ count, start: start / 2 }), right), []);
    }
  }
});

Deno.test("judgeLive() tells nothing of two drivers in two cities but whose room it is", () => {
  const right = rideActs({
    ...OTHER,
    room: "track_333333",
    change: (payload) => ({ ...payload, lat: 52.5 + Number(payload.lat) / 100, lng: 13.4 }),
  });
  assertEquals(summaries(judge(rideActs(GOOD), right)), [
    "constant $.room track_222222 track_333333",
    "constant $.ssoId 222222 333333",
  ]);
});

interface Bug {
  readonly name: string;
  readonly change: NonNullable<RideOptions["change"]>;
  readonly told: readonly string[];
}

const BUGS: readonly Bug[] = [
  {
    name: "a null in one of all",
    change: (payload, index) => index === 200 ? { ...payload, lat: null } : payload,
    told: ["type $.lat number → null,number 1 of 428 at 202"],
  },
  {
    name: "a field that is lost",
    change: ({ accuracy: _, ...rest }) => rest,
    told: ["field-lost $.accuracy 428 of 428 at 2, 2"],
  },
  {
    name: "a field that some have lost",
    change: ({ accuracy, ...rest }, index) =>
      index % 100 === 7 ? rest : { ...rest, accuracy: accuracy ?? 0 },
    told: ["field-lost $.accuracy 5 of 428 at 2, 9"],
  },
  {
    name: "a field that only the first has lost",
    change: ({ accuracy, ...rest }, index) =>
      index === 0 ? rest : { ...rest, accuracy: accuracy ?? 0 },
    told: ["field-lost $.accuracy 1 of 428 at 2, 2"],
  },
  {
    name: "a new field, and not what is in it",
    change: (payload, index) => index === 9 ? { ...payload, error: { code: 1 } } : payload,
    told: ["field-new $.error 1 of 428 at 11"],
  },
  {
    name: "a number that became text",
    change: (payload) => ({ ...payload, lat: String(payload.lat) }),
    told: ["type $.lat number → string 428 of 428 at 2"],
  },
  {
    name: "a speed in another unit",
    change: (payload) => ({ ...payload, speed: Number(payload.speed) * 1000 + 500 }),
    told: ["range $.speed 0.2,17.7 600,"],
  },
  {
    name: "latitude and longitude changed for each other",
    change: (payload) => ({ ...payload, lat: payload.lng ?? 0, lng: payload.lat ?? 0 }),
    told: ["range $.lat"],
  },
  {
    name: "times that go back",
    change: (payload, index) =>
      index === 300 ? { ...payload, recordedAt: "2026-11-22T09:00:00.000Z" } : payload,
    told: ["order back $.recordedAt 1 at 302"],
  },
  {
    name: "times that stand still",
    change: (payload) => ({ ...payload, recordedAt: "2026-11-22T09:00:00.000Z" }),
    told: ["order still $.recordedAt 428 at 2"],
  },
  {
    name: "another shape of all, once",
    change: (payload, index) => index === 5 ? [payload] : payload,
    told: ["type $ object → list,object 1 of 428 at 7"],
  },
];

for (const { name, change, told } of BUGS) {
  Deno.test(`judgeLive() tells of ${name}`, () => {
    const said = summaries(judge(rideActs(GOOD), rideActs({ ...OTHER, change })));
    assertEquals(said.length, told.length, said.join("\n"));
    for (const [index, line] of told.entries()) {
      assertEquals(said[index]?.slice(0, line.length), line);
    }
  });
}

Deno.test("judgeLive() tells another rate, and a silence", () => {
  assertEquals(summaries(judge(rideActs(GOOD), rideActs({ ...OTHER, every: 2000 }))), [
    "rate 1 0.5 at 2",
  ]);
  const late = rideActs({ ...OTHER, at: (index) => index * 1000 + (index > 99 ? 8000 : 0) });
  assertEquals(summaries(judge(rideActs(GOOD), late)), ["gap 1000 9000 at 102"]);
  assertEquals(judge(late, rideActs(GOOD)), []);
});

Deno.test("judgeLive() takes no rate from few events, nor from a burst", () => {
  const few = { count: 9, every: 100 };
  assertEquals(judge(rideActs(few), rideActs({ ...few, every: 1000, start: 0.001 })), []);
  const burst = (every: number): RideOptions => ({ count: 50, every: 1000, at: (i) => i * every });
  assertEquals(judge(rideActs(burst(1)), rideActs(burst(3))), []);
});

Deno.test("LiveTally counts pace and gaps within sessions, whose acts may take turns", () => {
  const tally = new LiveTally();
  for (const [at, session] of [[0, 1], [50_000, 2], [1000, 1], [51_000, 2], [2000, 1]] as const) {
    tally.add(liveAct([{ count: at }], at, at + 2), session);
  }
  assertEquals(tally.pace, { steps: 3, milliseconds: 3000 });
  assertEquals(tally.longestGap?.milliseconds, 1000);
  assertEquals(tally.medianGap, 1000);
});

Deno.test("judgeLive() sees order within sessions, not between them", () => {
  const left = new LiveTally();
  const right = new LiveTally();
  for (let index = 0; index < 40; index++) {
    left.add(liveAct([{ sequence: index }], index, index), 1);
    right.add(liveAct([{ sequence: index % 20 }], index, index), index < 20 ? 1 : 2);
  }
  assertEquals(judgeLive(left, right), []);
  right.add(liveAct([{ sequence: 3 }], 41, 41), 2);
  assertEquals(summaries(judgeLive(left, right)), ["order back $.sequence 1 at 41"]);
});

Deno.test("judgeLive() tells questions that get no answers any more", () => {
  const answer = { line: 1, at: 1, content: { id: 1, shape: 1, value: [] } };
  const questions = (answered: number): LiveTally =>
    tallyOf(
      Array.from({ length: 20 }, (_, index) =>
        liveAct([{ a: 1 }], index, index, { asks: true, ...(index < answered ? { answer } : {}) })),
    );
  assertEquals(summaries(judgeLive(questions(20), questions(19))), ["answers 1 0.95 at 19"]);
  assertEquals(judgeLive(questions(18), questions(17)), []);
  assertEquals(summaries(judgeLive(questions(18), questions(9))), ["answers 0.9 0.45 at 9"]);
  assertEquals(judgeLive(questions(18), questions(20)), []);
  assertEquals(summaries(judgeLive(questions(0), questions(20))), ["answers 0 1 at 0"]);
});

Deno.test("judgeLive() leaves out what is ignored, and knows nothing of what was hidden", () => {
  const rules = rulesFor({ ignore: [path("$.lat")] }, "event");
  const right = rideActs({ ...OTHER, change: ({ lat: _, ...rest }) => rest });
  assertEquals(judgeLive(tallyOf(rideActs(GOOD), rules), tallyOf(right, rules)), []);
  const hidden = rideActs({
    ...OTHER,
    change: (payload) => ({ ...payload, room: HIDDEN, ssoId: HIDDEN }),
  });
  assertEquals(judge(rideActs(GOOD), hidden), []);
});

Deno.test("judgeLive() takes each of several arguments by itself", () => {
  const acts = (args: (index: number) => readonly (string | number)[]) =>
    tallyOf(Array.from({ length: 20 }, (_, index) => liveAct(args(index), index * 1000, index)));
  const left = acts((index) => [index % 7, "a"]);
  assertEquals(summaries(judgeLive(left, acts((index) => [index % 5, "b"]))), [
    "constant $[1] a b",
  ]);
  const lost = acts((index) => index === 4 ? [1, "a", "x"] : [2, "a"]);
  assertEquals(summaries(judgeLive(left, lost)), ["field-new $[2] 1 of 20 at 4"]);
});

Deno.test("judgeLive() takes keys that are ids for one place, and items, too", () => {
  const table = (first: number) =>
    tallyOf(valueActs(Array.from({ length: 20 }, (_, index) => ({
      [first + index]: { speed: index % 7, list: [{ on: true }] },
    }))));
  assertEquals(judgeLive(table(100), table(500)), []);
  const other = tallyOf(valueActs(Array.from({ length: 20 }, (_, index) => ({
    [900 + index]: { speed: index % 7, list: [{ on: index === 3 ? null : true }] },
  }))));
  assertEquals(summaries(judgeLive(table(100), other)), [
    "type $.value.*.list[*].on boolean → null,boolean 1 of 20 at 5",
  ]);
});

Deno.test("judgeLive() keeps quiet about names when there are more than it can know", () => {
  const wide = (first: number) =>
    tallyOf(valueActs(Array.from({ length: 300 }, (_, index) => ({
      [
        `key${"abcdefghij"[index % 10]}${"klmnopqrst"[index / 10 % 10 | 0]}${first}${
          index > 99 ? "x" : "y"
        }`
      ]: 1,
    }))));
  assertEquals(judgeLive(wide(1), wide(2)), []);
  const many = tallyOf(
    valueActs(
      Array.from(
        { length: 5 },
        () =>
          Array.from({ length: 40 }, (_, index) => index).reduce<
            Record<string, Record<string, number>>
          >(
            (all, outer) => ({
              ...all,
              [`a${outer}`]: Object.fromEntries(
                Array.from({ length: 40 }, (_, inner) => [`b${inner}`, inner]),
              ),
            }),
            {},
          ),
      ),
    ),
  );
  assertEquals(judgeLive(many, many), []);
});
