// Values for properties: small ones that are alike often enough to be equal, and leaves to change.

import fc from "fast-check";
import type { Value, ValueObject } from "../../src/base/json.ts";
import type { ActKey } from "../../src/diff/act.ts";
import { type ContentRules, contentRules } from "../../src/diff/content_rules.ts";
import { DEFAULT_RULES, type DiffRules } from "../../src/diff/rules.ts";
import { compilePath, type Path } from "../../src/timeline/filter/path.ts";

const KEY = fc.constantFrom("id", "lat", "lng", "ts", "a b", "", "__proto__", "toString");

const LEAF: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(null, true, false, 0, -0, 1, 1.5, -7, 1e300, "", "1", "0", "null"),
  fc.double({ noNaN: true }),
  fc.string({ maxLength: 5 }),
  fc.uint8Array({ maxLength: 3 }),
);

/** Any value; three levels at the most. */
export const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    LEAF,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.uniqueArray(fc.tuple(KEY, tie("value")), { maxLength: 5, selector: ([key]) => key })
      .map((fields) => Object.fromEntries(fields) as ValueObject),
  ),
})).value;

/** The same value in other objects, their keys the other way round. */
export function reordered(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return value.slice();
  if (Array.isArray(value)) return value.map(reordered);
  const fields = Object.entries(value as ValueObject).toReversed();
  return Object.fromEntries(fields.map(([key, item]) => [key, reordered(item)]));
}

export const TRACK_KEY: ActKey = {
  index: 0,
  from: "server",
  kind: "event",
  namespace: "/sfa",
  name: "location:track",
};

/** Rules for one content that is `$` itself, or for an event's arguments. */
export function rulesFor(
  rules: Partial<DiffRules>,
  kind: ActKey["kind"] = "message",
): ContentRules {
  return contentRules({ ...DEFAULT_RULES, ...rules }, { ...TRACK_KEY, kind });
}

export function path(text: string): { readonly path: Path } {
  return { path: compilePath(text) };
}
