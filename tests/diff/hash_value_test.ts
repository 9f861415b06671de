// Hashes against equality: the same for what is the same, and for nothing else.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import type { Value } from "../../src/base/json.ts";
import { equalValues, hashShape, hashValue } from "../../src/diff/hash_value.ts";
import { checkProperty } from "../house/property.ts";
import { anyValue, reordered } from "./arbitrary_value.ts";

Deno.test("hashValue() is the same for exactly those values that are equal", () => {
  checkProperty(
    "hash and equality",
    fc.property(anyValue, anyValue, (left, right) => {
      assertEquals(hashValue(left) === hashValue(right), equalValues(left, right));
    }),
  );
});

Deno.test("hashValue() knows no order of keys", () => {
  checkProperty(
    "hash and order of keys",
    fc.property(anyValue, (value) => {
      const hash = hashValue(value);
      assert(Number.isSafeInteger(hash) && hash >= 0);
      assertEquals(hashValue(reordered(value)), hash);
      assertEquals(hashShape(reordered(value)), hashShape(value));
    }),
  );
});

const DIFFERENT: readonly Value[] = [
  null,
  false,
  true,
  0,
  1,
  0.1,
  2 ** 31,
  -(2 ** 31),
  2 ** 32,
  NaN,
  Infinity,
  "",
  "0",
  "1",
  "null",
  "\0",
  "\0\0",
  "ab",
  "ba",
  "a\u0100",
  [],
  [null],
  [[]],
  [0],
  [1, 2],
  [2, 1],
  [[1], 2],
  [[1, 2]],
  {},
  { a: null },
  { a: {} },
  { a: 1, b: 2 },
  { a: 2, b: 1 },
  { a: { b: 1 } },
  { b: { a: 1 } },
  { a: [1], b: [2] },
  { a: [2], b: [1] },
  { 0: 1 },
  new Uint8Array(),
  new Uint8Array([0]),
  new Uint8Array([0, 0]),
  new Uint8Array([1, 2]),
  { 0: 1, 1: 2 },
];

Deno.test("hashValue() differs for what is not the same", () => {
  assertEquals(new Set(DIFFERENT.map(hashValue)).size, DIFFERENT.length);
});

Deno.test("hashValue() takes -0 for 0, and no number for itself", () => {
  assertEquals(hashValue(-0), hashValue(0));
  assertEquals(hashValue([NaN]), hashValue([0 / 0]));
  assertEquals(equalValues(-0, 0), true);
});

Deno.test("hashValue() spreads: 200,000 values that are nearly alike have no hash in common", () => {
  const hashes = new Set<number>();
  for (let index = 0; index < 100_000; index++) {
    hashes.add(hashValue([{ id: index, at: "x" }]));
    hashes.add(hashValue([{ id: "x", at: `${index}` }]));
  }
  assertEquals(hashes.size, 200_000);
  // The low half alone is good for a table, too.
  const low = new Set([...hashes].map((hash) => hash % 65_536));
  assert(low.size > 60_000, `${low.size} of 65536`);
});

Deno.test("hashValue() and hashShape() do not look deeper than payloads are nested", () => {
  const nested = (value: Value, levels: number): Value =>
    levels === 0 ? value : nested([value], levels - 1);
  assertEquals(hashValue(nested(1, 2000)), hashValue(nested(2, 2000)));
  assertEquals(hashShape(nested(1, 2000)), hashShape(nested("1", 2000)));
  assertNotEquals(hashValue(nested(1, 499)), hashValue(nested(2, 499)));
});
