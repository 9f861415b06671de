// The functions of expressions: a closed list, each from values to a value. What has no sensible
// answer is missing, as a field that is not there.

import type { Value } from "../../base/json.ts";
import { equalValues } from "./equal.ts";
import type { Found } from "./field_values.ts";

export interface Operation {
  /** As the documentation shows it: `contains(x, y)`. */
  readonly signature: string;
  readonly inputs: number;
  /** One line for people. */
  readonly meaning: string;
  readonly apply: (first: Found, second: Found) => Found;
}

export const FUNCTIONS: ReadonlyMap<string, Operation> = new Map(
  Object.entries(
    {
      has: {
        signature: "has(x)",
        inputs: 1,
        meaning: "whether `x` is there; `null` is",
        apply: (value) => value !== undefined,
      },
      size: {
        signature: "size(x)",
        inputs: 1,
        meaning: "characters of a text, items of a list, keys of an object, bytes of binary",
        apply: sizeOfValue,
      },
      type: {
        signature: "type(x)",
        inputs: 1,
        meaning: '`"text"`, `"number"`, `"boolean"`, `"null"`, `"list"`, `"object"` or `"binary"`',
        apply: typeOfValue,
      },
      number: {
        signature: "number(x)",
        inputs: 1,
        meaning: 'the number that a text such as `"12.5"` says; a number as it is',
        apply: numberOf,
      },
      lower: {
        signature: "lower(x)",
        inputs: 1,
        meaning: "a text in lower case",
        apply: (value) => typeof value === "string" ? value.toLowerCase() : undefined,
      },
      contains: {
        signature: "contains(x, y)",
        inputs: 2,
        meaning:
          "whether text `x` has text `y` in it, list `x` the item `y`, object `x` the key `y`",
        apply: containsValue,
      },
    } satisfies Readonly<Record<string, Operation>>,
  ),
);

/** Of text in UTF-16 units, as JavaScript counts. */
export function lengthOf(value: Found): number | undefined {
  if (typeof value === "string" || value instanceof Uint8Array) return value.length;
  return Array.isArray(value) ? value.length : undefined;
}

function sizeOfValue(value: Found): Found {
  const length = lengthOf(value);
  if (length !== undefined || typeof value !== "object" || value === null) return length;
  return Object.keys(value).length;
}

function typeOfValue(value: Found): Found {
  if (value === undefined) return undefined;
  if (value === null) return "null";
  if (typeof value === "string") return "text";
  if (typeof value !== "object") return typeof value;
  if (value instanceof Uint8Array) return "binary";
  return Array.isArray(value) ? "list" : "object";
}

const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

function numberOf(value: Found): Found {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !DECIMAL.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function containsValue(whole: Found, part: Found): Found {
  if (part === undefined) return undefined;
  if (typeof whole === "string") {
    return typeof part === "string" ? whole.includes(part) : false;
  }
  if (Array.isArray(whole)) return whole.some((item: Value) => equalValues(item, part));
  if (typeof whole !== "object" || whole === null || whole instanceof Uint8Array) return undefined;
  return typeof part === "string" && Object.hasOwn(whole, part);
}
