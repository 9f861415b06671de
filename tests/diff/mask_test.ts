// What masks make alike and what they keep apart.

import { assert, assertEquals, assertNotEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import type { Value } from "../../src/base/json.ts";
import { compareContents } from "../../src/diff/compare_contents.ts";
import { equalValues } from "../../src/diff/hash_value.ts";
import { HIDDEN, maskValue } from "../../src/diff/mask.ts";
import type { DiffRules } from "../../src/diff/rules.ts";
import { checkProperty } from "../house/property.ts";
import { anyValue, path, rulesFor } from "./arbitrary_value.ts";

const RULES: Partial<DiffRules> = {
  ignore: [path("**.ts"), path("$.gone")],
  tolerances: [{ ...path("$.speed"), amount: 1 }],
  sets: [path("$.tags")],
  keys: [{ ...path("$.drivers"), key: "id" }],
  geo: 10,
  time: 1000,
};

interface Pair {
  readonly name: string;
  readonly one: Value;
  readonly other: Value;
}

const ALIKE: readonly Pair[] = [
  { name: "ignored fields, there or not", one: { ts: 1, a: [{ ts: 2 }] }, other: { a: [{}] } },
  { name: "tolerated numbers", one: { speed: 1 }, other: { speed: 90 } },
  { name: "numbers of text", one: { speed: "1" }, other: { speed: "90" } },
  { name: "positions", one: [{ lat: 1, lng: 2 }], other: [{ lat: 3, lng: 4 }] },
  {
    name: "times of one form",
    one: ["2026-11-21T03:00:00Z", 1_790_000_000],
    other: ["2027-01-01T00:00:00+01:00", 1_690_000_000],
  },
  { name: "sets", one: { tags: ["a", "b"] }, other: { tags: ["b", "a"] } },
  {
    name: "keyed lists",
    one: { drivers: [{ id: 1 }, { id: 2 }, "x"] },
    other: { drivers: ["x", { id: 2 }, { id: 1 }] },
  },
];

const APART: readonly Pair[] = [
  { name: "what is not ignored", one: { a: 1 }, other: { a: 2 } },
  { name: "a tolerated number and its text", one: { speed: 1 }, other: { speed: "1" } },
  { name: "a tolerated number and null", one: { speed: 1 }, other: { speed: null } },
  { name: "half a position", one: { lat: 1 }, other: { lat: 2 } },
  { name: "a position and its text", one: { lat: 1, lng: 2 }, other: { lat: "1", lng: 2 } },
  { name: "milliseconds and seconds", one: 1_790_000_000, other: 1_790_000_000_000 },
  { name: "a set and more of it", one: { tags: ["a"] }, other: { tags: ["a", "a"] } },
  { name: "lists in order", one: { list: [1, 2] }, other: { list: [2, 1] } },
];

for (const { name, one, other } of ALIKE) {
  Deno.test(`maskValue() makes the same of ${name}`, () => {
    const rules = rulesFor(RULES);
    assert(equalValues(maskValue(one, rules), maskValue(other, rules)));
  });
}

for (const { name, one, other } of APART) {
  Deno.test(`maskValue() keeps apart ${name}`, () => {
    const rules = rulesFor(RULES);
    assertEquals(equalValues(maskValue(one, rules), maskValue(other, rules)), false);
  });
}

Deno.test("maskValue() gives back the value itself where nothing applies", () => {
  const value = [{ a: 1, b: [1, { c: "2026-11-21T03:00:00Z" }], secret: HIDDEN }];
  assertStrictEquals(maskValue(value, rulesFor({}, "event")), value);
  const rules = rulesFor({ ...RULES, time: 0 }, "event");
  assertNotEquals(maskValue(value, rules), value);
  const { time: _time, ...timeless } = RULES;
  assertStrictEquals(maskValue(value, rulesFor(timeless, "event")), value);
});

Deno.test("maskValue() begins $ at an event's only argument", () => {
  const rules = rulesFor({ ignore: [path("$.a")] }, "event");
  assertEquals(maskValue([{ a: 1, b: 2 }], rules), [{ b: 2 }]);
  assertEquals(maskValue([{ a: 1 }, { a: 2 }], rules), [{ a: 1 }, { a: 2 }]);
  const second = rulesFor({ ignore: [path("$[1].a")] }, "event");
  assertEquals(maskValue([{ a: 1 }, { a: 2 }], second), [{ a: 1 }, {}]);
});

Deno.test("maskValue() keeps a key that would be a prototype", () => {
  const value = JSON.parse('{"__proto__":{"ts":1,"a":2}}');
  const masked = maskValue(value, rulesFor(RULES));
  assertEquals(JSON.stringify(masked), '{"__proto__":{"a":2}}');
});

Deno.test("maskValue() changes nothing more the second time, nor the value itself", () => {
  checkProperty(
    "masking twice",
    fc.property(anyValue, (value) => {
      const rules = rulesFor({
        ...RULES,
        ignore: [path("**.ts"), path("**.id[1]")],
        sets: [path("**.toString")],
      });
      const before = structuredClone(value);
      const once = maskValue(value, rules);
      assert(equalValues(value, before));
      assert(equalValues(maskValue(once, rules), once));
    }),
  );
});

Deno.test("maskValue() makes the same of two values in which nothing is told", () => {
  checkProperty(
    "masks and comparisons",
    fc.property(anyValue, anyValue, (left, right) => {
      const rules = rulesFor({ ignore: [path("**.ts"), path("**.id")], sets: [path("**.lat")] });
      const isSame = compareContents(left, right, rules).length === 0;
      assertEquals(isSame, equalValues(maskValue(left, rules), maskValue(right, rules)));
    }),
  );
});
