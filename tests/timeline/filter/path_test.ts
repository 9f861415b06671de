// Paths: what they find, what they change and what they leave alone.

import fc from "fast-check";
import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import type { JsonValue, Value } from "../../../src/base/json.ts";
import { dollarOf, withDollar } from "../../../src/timeline/filter/dollar.ts";
import { ExpressionError } from "../../../src/timeline/filter/expression_error.ts";
import { compilePath } from "../../../src/timeline/filter/path.ts";
import { MAX_PATH_LENGTH, MAX_STEPS, printPath } from "../../../src/timeline/filter/path_syntax.ts";
import { checkProperty } from "../../house/property.ts";

const ROOT: Value = {
  room: "a",
  ts: 1,
  "x-y": { ts: 2, list: [{ ts: 3, id: 7 }, { id: 8 }] },
  "a b": null,
  bytes: new Uint8Array([1, 2]),
};

Deno.test("compilePath() finds what a path leads to, in reading order", () => {
  const table: readonly (readonly [path: string, found: readonly string[]])[] = [
    ["$", ["$"]],
    ["$.room", ["$.room"]],
    ["$.gone", []],
    ["$.room.gone", []],
    ["$.constructor", []],
    ["$.x-y.list[0].id", ["$.x-y.list[0].id"]],
    ['$["x-y"]["list"][-1].id', ["$.x-y.list[1].id"]],
    ["$['a b']", ['$["a b"]']],
    ["$.x-y.list[2]", []],
    ["$.x-y.list[-3]", []],
    ["$[0]", []],
    ["**.ts", ["$.ts", "$.x-y.ts", "$.x-y.list[0].ts"]],
    ["$.**.ts", ["$.ts", "$.x-y.ts", "$.x-y.list[0].ts"]],
    ["$.x-y.**.id", ["$.x-y.list[0].id", "$.x-y.list[1].id"]],
    ["**.list.**.id", ["$.x-y.list[0].id", "$.x-y.list[1].id"]],
    ["**.**.ts", ["$.ts", "$.x-y.ts", "$.x-y.list[0].ts"]],
    ["$.*.ts", ["$.x-y.ts"]],
    ["$.x-y.list.*.id", ["$.x-y.list[0].id", "$.x-y.list[1].id"]],
    ["$.x-y.list[*].ts", ["$.x-y.list[0].ts"]],
    ["**[0]", ["$.x-y.list[0]"]],
    ["$.bytes.*", []],
    ["$.x-y.list.*", ["$.x-y.list[0]", "$.x-y.list[1]"]],
  ];
  for (const [path, found] of table) {
    const places = compilePath(path).find(ROOT);
    assertEquals(places.map((place) => printPath(place.path)), found, path);
  }
  assertEquals(compilePath("$.x-y.ts").find(ROOT)[0]?.value, 2);
});

Deno.test("compilePath() changes a copy and shares what stays the same", () => {
  const before = structuredClone(ROOT);
  const copy = compilePath("**.id").set(ROOT, null) as Record<string, Value>;
  assertEquals(compilePath("**.id").find(copy).map(({ value }) => value), [null, null]);
  assertEquals(ROOT, before);
  assertStrictEquals(copy.bytes, (ROOT as Record<string, Value>).bytes);
  const first = compilePath("$.x-y.list[0]");
  const changed = compilePath("$.x-y.ts").set(ROOT, 9);
  assertStrictEquals(first.find(changed)[0]?.value, first.find(ROOT)[0]?.value);
});

Deno.test("set() of an exact path may name a new key, or the item behind the last", () => {
  const table: readonly (readonly [path: string, root: Value, after: Value])[] = [
    ["$", { a: 1 }, null],
    ["$.lat", { a: 1 }, { a: 1, lat: null }],
    ["$.a", { a: 1 }, { a: null }],
    ["$[1]", [1], [1, null]],
    ["$[-1]", [1, 2], [1, null]],
    ["$[2]", [1], [1]],
    ["$[-2]", [1], [1]],
    ["$.a.b", { a: 1 }, { a: 1 }],
    ["$.a.b.c", { a: {} }, { a: {} }],
    ["$.a[0]", { a: {} }, { a: {} }],
    ["$.a.b", { a: [] }, { a: [] }],
    ["$.x", new Uint8Array([1]), new Uint8Array([1])],
    ["$.*", { a: 1, b: 2 }, { a: null, b: null }],
    ["**.lat", { a: 1 }, { a: 1 }],
    ["**.a", { a: { a: 1 }, b: [{ a: 2 }] }, { a: null, b: [{ a: null }] }],
  ];
  for (const [path, root, after] of table) {
    assertEquals(compilePath(path).set(root, null), after, path);
  }
  const odd = compilePath("$.__proto__").set({}, 1);
  assertEquals(JSON.stringify(odd), '{"__proto__":1}');
});

Deno.test("replace() hands every value to the change, what is inside first", () => {
  const seen: string[] = [];
  const root: Value = { a: { a: 1 } };
  const after = compilePath("**.a").replace(root, ({ path, value }) => {
    seen.push(`${printPath(path)} ${JSON.stringify(value)}`);
    return typeof value === "number" ? value + 1 : value;
  });
  assertEquals(seen, ["$.a.a 1", '$.a {"a":2}']);
  assertEquals(after, { a: { a: 2 } });
});

Deno.test("replace() and set() give the root itself when nothing changes", () => {
  const keep = compilePath("**.*").replace(ROOT, ({ value }) => value);
  assertStrictEquals(keep, ROOT);
  assertStrictEquals(compilePath("$.gone.gone").set(ROOT, 1), ROOT);
  assertStrictEquals(compilePath("**.gone").set(ROOT, 1), ROOT);
  assertStrictEquals(compilePath("$.ts").set(ROOT, 1), ROOT);
});

Deno.test("compilePath() does not follow values deeper than payloads may be", () => {
  let deep: Value = 1;
  for (let level = 0; level < 100_000; level++) deep = { a: deep };
  const places = compilePath("**.a").find(deep);
  assert(places.length > 400 && places.length < 1000);
});

Deno.test("compilePath() leads to any value by the path that printPath() wrote", () => {
  checkProperty(
    "paths",
    fc.property(fc.jsonValue(), (root) => {
      for (const { path, value } of compilePath("**.*").find(root as JsonValue)) {
        const [found] = compilePath(printPath(path)).find(root as JsonValue);
        assertEquals(found, { path, value });
      }
    }),
    { runs: 300 },
  );
});

const WRONG: readonly (readonly [path: string, column: number, reason: string, advice?: string])[] =
  [
    ["", 1, 'a path begins with "$" or "**"'],
    ["room", 1, 'a path begins with "$" or "**"', "Write $.room, or **.room for any depth"],
    ["*.x", 1, 'a path begins with "$" or "**"'],
    ["$room", 2, 'found "r", expected "." or "["'],
    ["$.", 3, "it ends, expected a name, * or **", 'Write ["…"] for keys with other characters'],
    ["$.a b", 4, 'found " ", expected "." or "["'],
    ["$[", 3, "it ends, expected an index, a key in quotes or *"],
    ["$[x]", 3, 'found "x", expected an index, a key in quotes or *'],
    ["$[0", 4, "it ends, expected ]"],
    ['$["a', 3, 'the text that begins here has no closing "'],
    [
      "$.a.**",
      7,
      'it ends behind "**", expected what to look for',
      "Write **.name, or **.* for everything",
    ],
    [
      "**",
      3,
      'it ends behind "**", expected what to look for',
      "Write **.name, or **.* for everything",
    ],
  ];

for (const [path, column, reason, advice] of WRONG) {
  Deno.test(`compilePath() says what is wrong with ${JSON.stringify(path)}`, () => {
    const error = assertThrows(() => compilePath(path), ExpressionError);
    assertEquals(error.message, `Cannot read the path at column ${column}: ${reason}`);
    assertEquals(error.advice, advice);
  });
}

Deno.test("compilePath() refuses what is longer than its limits", () => {
  assert(compilePath(`$${".a".repeat(MAX_STEPS)}`).isExact);
  assertThrows(() => compilePath(`$${".a".repeat(MAX_STEPS + 1)}`), ExpressionError, "100 steps");
  assertThrows(() => compilePath(`$.${"a".repeat(MAX_PATH_LENGTH)}`), ExpressionError, "1002");
});

Deno.test("withDollar() puts back what dollarOf() took out", () => {
  const lists: readonly (readonly Value[])[] = [[], [1], [[1, 2]], [1, 2], [null], [[]]];
  for (const args of lists) assertEquals(withDollar(args, dollarOf(args)), args);
  assertEquals(withDollar([1], [2]), [[2]]);
  assertEquals(withDollar([1, 2], 3), [3]);
});
