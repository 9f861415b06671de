// Shapes as text, as hashes and as numbers, which must agree.

import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { Value } from "../../src/base/json.ts";
import { hashShape } from "../../src/diff/hash_value.ts";
import { shapeOf, Shapes } from "../../src/diff/shape.ts";
import { checkProperty } from "../house/property.ts";
import { anyValue } from "./arbitrary_value.ts";

const SHAPES: readonly (readonly [Value, string])[] = [
  [null, "0"],
  [true, "b"],
  [1, "n"],
  ["1", "s"],
  [new Uint8Array(2), "x"],
  [[], "[]"],
  [[1, 2, 3], "[n]"],
  [[1, "a", 2], "[n|s]"],
  [["a", 1], "[n|s]"],
  [[[], [1]], "[[]|[n]]"],
  [{}, "{}"],
  [{ b: 1, a: "x" }, "{a:s,b:n}"],
  [{ "a b": { c: null } }, '{"a b":{c:0}}'],
  [[{ id: 1, on: true }], "[{id:n,on:b}]"],
];

for (const [value, shape] of SHAPES) {
  Deno.test(`shapeOf() spells ${shape}`, () => assertEquals(shapeOf(value), shape));
}

Deno.test("hashShape() is the same for exactly those values that shapeOf() spells alike", () => {
  checkProperty(
    "shapes and their hashes",
    fc.property(anyValue, anyValue, (left, right) => {
      assertEquals(hashShape(left) === hashShape(right), shapeOf(left) === shapeOf(right));
    }),
  );
});

Deno.test("hashShape() counts each of a list's shapes once", () => {
  const shape = hashShape([1, "a", null]);
  assertEquals(hashShape(["a", null, 1, 1, "b", null, "a", 2]), shape);
  assertEquals(hashShape([1, "a"]) === shape, false);
});

Deno.test("Shapes gives every shape one number, and its name back", () => {
  const shapes = new Shapes();
  assertEquals(shapes.idOf([{ lat: 1, lng: 2 }]), 0);
  assertEquals(shapes.idOf([{ lat: null, lng: 2 }]), 1);
  assertEquals(shapes.idOf([{ lng: 7, lat: 8 }]), 0);
  assertEquals(shapes.nameOf(1), "[{lat:0,lng:n}]");
  assertThrows(() => shapes.nameOf(2), RangeError, "There is no shape 2");
});

Deno.test("shapeOf() does not look deeper than payloads are nested", () => {
  let value: Value = 1;
  for (let level = 0; level < 2000; level++) value = { a: value };
  assertEquals(shapeOf(value).includes("…"), true);
});
