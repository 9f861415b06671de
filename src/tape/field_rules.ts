// What the fields of an entry may hold. `schema.json` says the same to other languages; a test
// proves that the two agree on every field.

import { isJsonObject } from "../base/json.ts";

/** One kind of value: what to tell people, and how to know it. */
export interface ValueRule {
  /** Finishes the sentence "expected …". */
  readonly expected: string;
  holds(value: unknown): boolean;
}

/** A moment or a duration in milliseconds. */
export const NUMBER: ValueRule = {
  expected: "a number",
  holds: (value) => Number.isFinite(value),
};

/** An id, a length, a number of things. */
export const COUNT: ValueRule = {
  expected: "a whole number from 0 on",
  holds: isCount,
};

export const TEXT: ValueRule = {
  expected: "a string",
  holds: (value) => typeof value === "string",
};

const TIME_SHAPE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** A moment by the wall clock (RFC 3339). */
export const TIME: ValueRule = {
  expected: 'a time such as "2026-11-21T03:00:00.000Z"',
  holds: (value) => typeof value === "string" && TIME_SHAPE.test(value),
};

export const FLAG: ValueRule = {
  expected: "true or false",
  holds: (value) => typeof value === "boolean",
};

/** A flag that is left out when it does not hold. */
export const MARKER: ValueRule = {
  expected: "true, or to be left out",
  holds: (value) => value === true,
};

export const LIST: ValueRule = {
  expected: "a list",
  holds: (value) => Array.isArray(value),
};

export const TEXTS: ValueRule = listOf("strings", (item) => typeof item === "string");

export const COUNTS: ValueRule = listOf("whole numbers from 0 on", isCount);

/** Name and value pairs, in the order in which they were sent. */
export const HEADERS: ValueRule = listOf(
  '["name","value"] pairs',
  (item) =>
    Array.isArray(item) && item.length === 2 && typeof item[0] === "string" &&
    typeof item[1] === "string",
);

export const COUNTS_BY_NAME: ValueRule = {
  expected: "an object of whole numbers from 0 on",
  holds: (value) => isJsonObject(value) && Object.values(value).every(isCount),
};

/** Hidden ranges by the field that they are in. */
export const REDACTED: ValueRule = {
  expected: "an object of lists of [start,length,hash]",
  holds: (value) => isJsonObject(value) && Object.values(value).every(isRangeList),
};

/** One of a few words. */
export function oneOf(...words: readonly string[]): ValueRule {
  const quoted = words.map((word) => JSON.stringify(word));
  return {
    expected: [quoted.slice(0, -1).join(", "), quoted.at(-1)].filter(Boolean).join(" or "),
    holds: (value) => typeof value === "string" && words.includes(value),
  };
}

export const SIDE: ValueRule = oneOf("client", "server");

/** An object in which these fields stand; others may. */
export function objectWith(
  needed: Readonly<Record<string, ValueRule>>,
  optional: Readonly<Record<string, ValueRule>> = {},
): ValueRule {
  const rules = [...Object.entries(needed), ...Object.entries(optional)];
  const shape = rules.map(([name, rule]) => `"${name}": ${rule.expected}`).join(", ");
  return {
    expected: `an object with ${shape}`,
    holds: (value) =>
      isJsonObject(value) &&
      Object.entries(needed).every(([name, rule]) => rule.holds(value[name])) &&
      Object.entries(optional).every(([name, rule]) =>
        value[name] === undefined || rule.holds(value[name])
      ),
  };
}

function listOf(items: string, holds: (item: unknown) => boolean): ValueRule {
  return {
    expected: `a list of ${items}`,
    holds: (value) => Array.isArray(value) && value.every(holds),
  };
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}

function isRangeList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isRange);
}

function isRange(value: unknown): boolean {
  return Array.isArray(value) && value.length === 3 && isCount(value[0]) && isCount(value[1]) &&
    typeof value[2] === "string";
}
