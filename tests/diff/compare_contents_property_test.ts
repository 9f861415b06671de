// Comparing any two values: what is told agrees with equality and with masks, and a single change is
// told as exactly that.

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Value, ValueObject } from "../../src/base/json.ts";
import { compareContents } from "../../src/diff/compare_contents.ts";
import { equalValues, hashValue } from "../../src/diff/hash_value.ts";
import { maskValue } from "../../src/diff/mask.ts";
import { printPath } from "../../src/timeline/filter/path_syntax.ts";
import { checkProperty } from "../house/property.ts";
import { anyValue, path, reordered, rulesFor } from "./arbitrary_value.ts";

Deno.test("compareContents() tells nothing of a value and itself, and something of any other", () => {
  checkProperty(
    "comparing values",
    fc.property(anyValue, anyValue, (left, right) => {
      const rules = rulesFor({});
      assertEquals(compareContents(left, reordered(left), rules), []);
      const isSame = equalValues(left, right);
      assertEquals(compareContents(left, right, rules).length === 0, isSame);
      assertEquals(compareContents(right, left, rules).length === 0, isSame);
    }),
  );
});

Deno.test("compareContents() tells a changed leaf as exactly that path", () => {
  checkProperty(
    "one changed leaf",
    fc.property(anyValue, fc.nat(), (value, choice) => {
      const leaves = leavesOf(value, []);
      const [place, leaf] = leaves[choice % leaves.length] ?? [[], value];
      const changed = withLeaf(value, place, "another");
      fc.pre(leaf !== "another");
      const [first, ...more] = compareContents(value, changed, rulesFor({}));
      assertEquals(more, []);
      assertEquals(first?.path, printPath(place));
      assertEquals(first?.right, "another");
    }),
  );
});

Deno.test("compareContents() tells nothing of masked values that are the same under sets and keys", () => {
  checkProperty(
    "shuffled lists",
    fc.property(fc.array(anyValue, { maxLength: 8 }), fc.nat(), (list, seed) => {
      const rules = rulesFor({ sets: [path("$.list")] });
      const turned = { list: [...list.slice(seed % 8), ...list.slice(0, seed % 8)].map(reordered) };
      assertEquals(compareContents({ list }, turned, rules), []);
      assertEquals(
        hashValue(maskValue({ list }, rules)),
        hashValue(maskValue(turned, rules)),
      );
    }),
  );
});

type Way = readonly (string | number)[];

function leavesOf(value: Value, way: Way): readonly (readonly [Way, Value])[] {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) {
    return [[way, value]];
  }
  const items: readonly (readonly [string | number, Value])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value as ValueObject);
  if (items.length === 0) return [[way, value]];
  return items.flatMap(([key, item]) => leavesOf(item, [...way, key]));
}

function withLeaf(value: Value, [step, ...rest]: Way, leaf: Value): Value {
  if (step === undefined) return leaf;
  if (Array.isArray(value)) {
    return value.map((item, index) => index === step ? withLeaf(item, rest, leaf) : item);
  }
  const fields = Object.entries(value as ValueObject).map(([key, item]) =>
    [key, key === step ? withLeaf(item, rest, leaf) : item] as const
  );
  return Object.fromEntries(fields);
}
