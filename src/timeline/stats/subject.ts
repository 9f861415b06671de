// Whose position it is: by a key beside it (or around it) that is an id by its name, whatever the
// system. `userId`, `driver_id`, `ssoId`, `id`.

import type { Value, ValueObject } from "../../base/json.ts";
import type { Position } from "../positions.ts";

/** Longer texts are no ids. */
const MAX_ID_LENGTH = 100;

const SMALL_D = 0x64;
const CAPITAL_D = 0x44;

/** `id`, and what ends in `Id`, `ID`, `_id` or `-id`: not `valid` or `paid`. */
const ID_NAME = /(?:^|[_-])id$|(?:[a-z0-9]I|[_-]i)d$|(?:^|[a-z0-9_-])ID$/;

/** A key and its value: `userId` and `19`. */
export interface Subject {
  readonly key: string;
  readonly id: string | number;
}

/** By the nearest object that has an id; undefined when none has. */
export function subjectOf(args: readonly Value[], { path }: Position): Subject | undefined {
  let value: Value | undefined = args;
  let subject: Subject | undefined;
  for (const key of path) {
    value = childOf(value, key);
    subject = idIn(value) ?? subject;
  }
  return subject;
}

function childOf(value: Value | undefined, key: string | number): Value | undefined {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return undefined;
  // A path comes from the search of the same value; a key that is not there reads as undefined.
  return (value as { readonly [key: string | number]: Value })[key];
}

function idIn(value: Value | undefined): Subject | undefined {
  if (!isObject(value)) return undefined;
  for (const key in value) {
    if (!isIdName(key)) continue;
    const id = value[key];
    if (isIdValue(id)) return { key, id };
  }
  return undefined;
}

/** What an id is made of. */
export function isIdValue(value: Value | undefined): value is Subject["id"] {
  return typeof value === "number" || (typeof value === "string" && value.length <= MAX_ID_LENGTH);
}

/** Names come again with every event: what was said of one is remembered, up to a number of names. */
export function isIdName(key: string): boolean {
  const end = key.charCodeAt(key.length - 1);
  if (end !== SMALL_D && end !== CAPITAL_D) return false;
  const known = KNOWN_NAMES.get(key);
  if (known !== undefined) return known;
  const answer = ID_NAME.test(key);
  if (KNOWN_NAMES.size < MAX_KNOWN_NAMES) KNOWN_NAMES.set(key, answer);
  return answer;
}

const MAX_KNOWN_NAMES = 1000;
const KNOWN_NAMES = new Map<string, boolean>();

function isObject(value: Value | undefined): value is ValueObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Uint8Array);
}
