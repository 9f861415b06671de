// What is told of two contents, rule by rule.

import { assert, assertEquals } from "@std/assert";
import type { Value } from "../../src/base/json.ts";
import { compareContents, MAX_DIFFERENCES } from "../../src/diff/compare_contents.ts";
import { HIDDEN, maskValue } from "../../src/diff/mask.ts";
import type { Difference } from "../../src/diff/result.ts";
import type { DiffRules } from "../../src/diff/rules.ts";
import { path, rulesFor } from "./arbitrary_value.ts";

interface Example {
  readonly name: string;
  readonly left: Value;
  readonly right: Value;
  readonly rules?: Partial<DiffRules>;
  readonly told: readonly Difference[];
}

const DAY = "2026-11-21T03:00:00.000Z";

const EXAMPLES: readonly Example[] = [
  { name: "a leaf", left: { a: 1 }, right: { a: 2 }, told: [{ path: "$.a", left: 1, right: 2 }] },
  {
    name: "a type",
    left: { a: 1 },
    right: { a: "1" },
    told: [{ path: "$.a", left: 1, right: "1" }],
  },
  { name: "a lost field", left: { a: 1, b: 2 }, right: { b: 2 }, told: [{ path: "$.a", left: 1 }] },
  { name: "a new field", left: {}, right: { "a b": 1 }, told: [{ path: '$["a b"]', right: 1 }] },
  {
    name: "a field that is called as what all objects have",
    left: { toString: 1 },
    right: {},
    told: [{ path: "$.toString", left: 1 }],
  },
  {
    name: "an item put in, and not all behind it",
    left: [1, 2, 3],
    right: [1, 9, 2, 3],
    told: [{ path: "$[1]", right: 9 }],
  },
  {
    name: "an item taken out",
    left: [{ a: 1 }, { a: 2 }, { a: 3 }],
    right: [{ a: 1 }, { a: 3 }],
    told: [{ path: "$[1]", left: { a: 2 } }],
  },
  {
    name: "binary by length and hash",
    left: { file: new Uint8Array([1]) },
    right: { file: new Uint8Array() },
    told: [{
      path: "$.file",
      left: {
        $binary: {
          bytes: 1,
          sha256: "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a",
        },
      },
      right: {
        $binary: {
          bytes: 0,
          sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        },
      },
    }],
  },
  {
    name: "nothing of what is ignored",
    left: { ts: 1, deep: [{ ts: 2, a: 1 }] },
    right: { deep: [{ a: 1, ts: 3 }] },
    rules: { ignore: [path("**.ts")] },
    told: [],
  },
  {
    name: "nothing of ignored items, however many",
    left: { log: ["a"] },
    right: { log: ["b", "c"] },
    rules: { ignore: [path("$.log[*]")] },
    told: [],
  },
  {
    name: "numbers beyond their tolerance only",
    left: { speed: 8.3, other: 8.3, text: "8.3" },
    right: { speed: 8.8, other: 8.8, text: "9.1" },
    rules: {
      tolerances: [{ ...path("$.speed"), amount: 0.5 }, { ...path("$.text"), amount: 0.5 }],
    },
    told: [
      { path: "$.other", left: 8.3, right: 8.8 },
      { path: "$.text", left: "8.3", right: "9.1" },
    ],
  },
  {
    name: "null, whatever the tolerance",
    left: { speed: 0 },
    right: { speed: null },
    rules: { tolerances: [{ ...path("$.speed"), amount: 5 }] },
    told: [{ path: "$.speed", left: 0, right: null }],
  },
  {
    name: "a position that is too far away, once",
    left: { at: { lat: -6.2, lng: 106.8 } },
    right: { at: { lat: -6.2001, lng: 106.80005 } },
    rules: { geo: 10 },
    told: [{
      path: "$.at.{lat,lng}",
      left: { lat: -6.2, lng: 106.8 },
      right: { lat: -6.2001, lng: 106.80005 },
      distance: "12.4 m",
    }],
  },
  {
    name: "no position that is near enough, as text too",
    left: [{ lat: -6.2, lng: 106.8 }, { location_lat: "-6.2", location_lon: "106.8" }],
    right: [{ lat: -6.20001, lng: 106.80001 }, { location_lat: "-6.20001", location_lon: "106.8" }],
    rules: { geo: 10 },
    told: [],
  },
  {
    name: "one coordinate that is none any more",
    left: { lat: -6.2, lng: 106.8 },
    right: { lat: null, lng: 106.8 },
    rules: { geo: 10 },
    told: [{ path: "$.lat", left: -6.2, right: null }],
  },
  {
    name: "a coordinate with a rule of its own by that rule",
    left: { lat: -6.2, lng: 106.8 },
    right: { lat: 50, lng: 106.8 },
    rules: { geo: 10, ignore: [path("$.lat")] },
    told: [],
  },
  {
    name: "times that are too far apart",
    left: { a: DAY, b: 1_790_000_000_000, c: 1_790_000_000, d: DAY },
    right: {
      a: "2026-11-21T03:00:01.9Z",
      b: 1_790_000_003_200,
      c: 1_790_000_002,
      d: "2026-11-21T04:00:00+01:00",
    },
    rules: { time: 2000 },
    told: [{ path: "$.b", left: 1_790_000_000_000, right: 1_790_000_003_200, distance: "3.2 s" }],
  },
  {
    name: "how far two times are apart, without being asked",
    left: DAY,
    right: "2026-11-21T03:00:00.25Z",
    told: [{ path: "$", left: DAY, right: "2026-11-21T03:00:00.25Z", distance: "250 ms" }],
  },
  {
    name: "what is gone from a set, and what is new",
    left: { tags: ["a", "b", "b", { id: 1 }] },
    right: { tags: ["c", { id: 1 }, "b", "a"] },
    rules: { sets: [path("$.tags")] },
    told: [{ path: "$.tags[2]", left: "b" }, { path: "$.tags[0]", right: "c" }],
  },
  {
    name: "items of a set that are too far from each other",
    left: [{ x: 1 }, { x: 5 }],
    right: [{ x: 5.01 }, { x: 1.2 }],
    rules: { sets: [path("$")], tolerances: [{ ...path("$[*].x"), amount: 0.1 }] },
    told: [{ path: "$[0].x", left: 1, right: 1.2 }],
  },
  {
    name: "items by their key",
    left: { drivers: [{ id: 7, speed: 1 }, { id: "a b", speed: 2 }, { id: 9 }, "x"] },
    right: { drivers: ["y", { id: 8 }, { id: "a b", speed: 3 }, { id: 7, speed: 4 }] },
    rules: { keys: [{ ...path("$.drivers"), key: "id" }] },
    told: [
      { path: "$.drivers[id=7].speed", left: 1, right: 4 },
      { path: '$.drivers[id="a b"].speed', left: 2, right: 3 },
      { path: "$.drivers[id=9]", left: { id: 9 } },
      { path: "$.drivers[3]", left: "x", right: "y" },
      { path: "$.drivers[id=8]", right: { id: 8 } },
    ],
  },
  {
    name: "nothing of what was hidden",
    left: { token: HIDDEN, list: [`Bearer ${HIDDEN}`], pin: HIDDEN, same: `a ${HIDDEN}` },
    right: { token: "x", list: ["Bearer abc"], pin: 1234, same: `a ${HIDDEN}` },
    told: [],
  },
  {
    name: "what does not fit around what was hidden",
    left: { a: `Bearer ${HIDDEN}`, b: `a${HIDDEN}b${HIDDEN}c`, c: `a${HIDDEN}`, d: `a${HIDDEN}a` },
    right: { a: "Basic abc", b: "axbxc", c: `b${HIDDEN}`, d: "a" },
    told: [
      { path: "$.a", left: `Bearer ${HIDDEN}`, right: "Basic abc" },
      { path: "$.c", left: `a${HIDDEN}`, right: `b${HIDDEN}` },
      { path: "$.d", left: `a${HIDDEN}a`, right: "a" },
    ],
  },
];

for (const { name, left, right, rules = {}, told } of EXAMPLES) {
  Deno.test(`compareContents() tells ${name}`, () => {
    assertEquals(compareContents(left, right, rulesFor(rules)), told);
    assertEquals(compareContents(right, left, rulesFor(rules)).length, told.length);
  });
}

const ARGUMENTS: readonly (readonly [readonly Value[], readonly Value[], readonly string[]])[] = [
  [[{ a: 1 }], [{ a: 2 }], ["$.a"]],
  [[1, { a: 1 }], [1, { a: 2 }], ["$[1].a"]],
  [[{ a: 1 }], [{ a: 1 }, 2], ["$[1]"]],
  [[{ a: 1 }], [], ["$[0]"]],
  [[{ ts: 1 }], [{ ts: 2 }, 2], ["$[1]"]],
  [[1], ["1"], ["$"]],
];

for (const [left, right, paths] of ARGUMENTS) {
  Deno.test(`compareContents() begins $ where arguments do: ${paths} of ${JSON.stringify(right)}`, () => {
    const rules = rulesFor({ ignore: [path("$.ts")] }, "event");
    assertEquals(compareContents(left, right, rules).map(({ path }) => path), paths);
  });
}

Deno.test("compareContents() tells nothing when all of $ is ignored", () => {
  const rules = rulesFor({ ignore: [path("$")] }, "event");
  assertEquals(compareContents([1, 2], [{ a: 1 }], rules), []);
  assertEquals(maskValue([1, 2], rules), maskValue([{ a: 1 }], rules));
});

Deno.test("compareContents() tells the first differences and stops", () => {
  const left = Array.from({ length: 1000 }, (_, index) => index);
  const right = left.map((item) => -item - 1);
  const rules = rulesFor({});
  assertEquals(compareContents(left, right, rules).length, MAX_DIFFERENCES);
  const sets = rulesFor({ sets: [path("$")] });
  assertEquals(compareContents(left, right, sets).length, MAX_DIFFERENCES);
});

Deno.test("compareContents() takes no longer than the lists are long", () => {
  const count = 100_000;
  const left = Array.from(
    { length: count },
    (_, index) => ({ id: index, ...(index % 2 ? { a: 1 } : {}) }),
  );
  const right = left.toReversed();
  const started = performance.now();
  assertEquals(compareContents(left, right, rulesFor({ sets: [path("$")] })), []);
  assertEquals(compareContents(left, right, rulesFor({ keys: [{ ...path("$"), key: "id" }] })), []);
  assertEquals(compareContents(left, left.slice(1), rulesFor({})).map(({ path }) => path), [
    "$[0]",
  ]);
  // A second or so; what is quadratic takes minutes.
  assert(performance.now() - started < 30_000);
});

Deno.test("compareContents() does not try again at every level of lists in lists", () => {
  const nested = (levels: number, more: number): Value =>
    levels === 0 ? 1 : [0, nested(levels - 1, more), ...Array.from({ length: more }, () => 2)];
  // Were it tried again at each level, this would take 2 ** 200 steps.
  assertEquals(
    compareContents(nested(200, 0), nested(200, 1), rulesFor({})).length,
    MAX_DIFFERENCES,
  );
});

Deno.test("compareContents() ends where payloads are no deeper", () => {
  const nested = (levels: number, end: Value): Value =>
    levels === 0 ? end : { a: nested(levels - 1, end) };
  assertEquals(compareContents(nested(2000, 1), nested(2000, 2), rulesFor({})), []);
  assertEquals(compareContents(nested(400, 1), nested(400, 2), rulesFor({})).length, 1);
});
