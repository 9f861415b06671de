// One line of a tape as an entry: parsed, and checked field by field so that the types in entry.ts
// hold from here on. This is the border between text and types.

import { isJsonObject, type JsonObject, parseJson } from "../base/json.ts";
import type { Entry, EntryKind, TapeLine, UnknownEntry } from "./entry.ts";
import { ENTRY_FIELDS, type FieldRule } from "./entry_fields.ts";
import { COUNT, NUMBER } from "./field_rules.ts";
import { readPlainMessage } from "./plain_message.ts";
import { quoteValue, shorten } from "./problem.ts";

export type ParsedLine =
  | { readonly ok: true; readonly line: TapeLine }
  | { readonly ok: false; readonly reason: string };

export type ParsedObject =
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly reason: string };

/** The rules of one kind of object, ready for checking many of them quickly. */
export interface FieldChecks {
  readonly rules: ReadonlyMap<string, FieldRule>;
  /** How many fields must stand there. */
  readonly needed: number;
}

/** Kinds whose content is all that they are about: text or base64 must stand there. */
const CONTENT_NEEDED: ReadonlySet<string> = new Set<EntryKind>(["message", "bytes"]);

const CHECKS: ReadonlyMap<string, FieldChecks> = new Map(
  Object.entries(ENTRY_FIELDS).map(([kind, fields]) => [kind, compileChecks(fields)]),
);

/** Reads line `number`, the header apart. */
export function parseEntry(text: string, number: number): ParsedLine {
  const message = readPlainMessage(text);
  if (message !== undefined) return { ok: true, line: { number, known: true, entry: message } };
  const parsed = parseObject(text);
  return parsed.ok ? checkEntry(parsed.value, number) : parsed;
}

/** Text that must be one JSON object. */
export function parseObject(text: string): ParsedObject {
  const parsed = parseJson(text);
  if (!parsed.ok) {
    return { ok: false, reason: `${shorten(text)} is not JSON (${parsed.reason})` };
  }
  if (isJsonObject(parsed.value)) return { ok: true, value: parsed.value };
  return { ok: false, reason: `it is ${quoteValue(parsed.value)}, expected a JSON object` };
}

/** Checks that an object is an entry; unknown fields are kept, and so are unknown kinds. */
export function checkEntry(entry: JsonObject, number: number): ParsedLine {
  if (isPlainMessage(entry)) {
    return { ok: true, line: { number, known: true, entry: entry as unknown as Entry } };
  }
  const { kind } = entry;
  if (typeof kind !== "string") return misfit("kind", kind, "a string");
  if (!NUMBER.holds(entry.at)) return misfit("at", entry.at, NUMBER.expected);
  const checks = CHECKS.get(kind);
  if (checks === undefined) {
    if (kind === "tape") return misfit("kind", kind, "a header on line 1 only");
    return { ok: true, line: { number, known: false, entry: entry as UnknownEntry } };
  }
  const reason = findMisfit(entry, checks) ?? findContentMisfit(entry, kind, checks);
  if (reason !== undefined) return { ok: false, reason };
  return { ok: true, line: { number, known: true, entry: entry as unknown as Entry } };
}

/**
 * What most lines of large tapes are: a message of text, with what it must have and no more of what
 * it may. Only a quick way to the answer that the rules would give, several times as fast.
 */
function isPlainMessage(entry: JsonObject): boolean {
  return entry.kind === "message" && typeof entry.text === "string" &&
    (entry.from === "server" || entry.from === "client") &&
    NUMBER.holds(entry.at) && COUNT.holds(entry.conn) && entry.base64 === undefined &&
    entry.wireBytes === undefined && entry.frames === undefined &&
    entry.compressed === undefined && entry.truncated === undefined &&
    entry.redacted === undefined;
}

export function compileChecks(fields: Readonly<Record<string, FieldRule>>): FieldChecks {
  const rules = new Map(Object.entries(fields));
  return { rules, needed: [...rules.values()].filter((rule) => !rule.optional).length };
}

/**
 * What is wrong with the fields of an object, if anything. Goes through the fields that are there,
 * which are few, and not through those that could be: twice as fast.
 */
export function findMisfit(object: JsonObject, checks: FieldChecks): string | undefined {
  let missing = checks.needed;
  for (const field in object) {
    const rule = checks.rules.get(field);
    if (rule === undefined) continue;
    if (!rule.holds(object[field])) return describeMisfit(field, object[field], rule.expected);
    if (!rule.optional) missing--;
  }
  return missing === 0 ? undefined : findMissing(object, checks);
}

function findMissing(object: JsonObject, checks: FieldChecks): string | undefined {
  for (const [field, rule] of checks.rules) {
    if (!rule.optional && object[field] === undefined) {
      return describeMisfit(field, undefined, rule.expected);
    }
  }
  return undefined;
}

function findContentMisfit(
  entry: JsonObject,
  kind: string,
  checks: FieldChecks,
): string | undefined {
  if (entry.base64 === undefined) {
    if (entry.text !== undefined || !CONTENT_NEEDED.has(kind)) return undefined;
    return describeMisfit("text", undefined, '"text" or "base64"');
  }
  if (entry.text === undefined || !checks.rules.has("base64")) return undefined;
  return '"text" and "base64" both stand there, expected one of them';
}

function misfit(field: string, value: unknown, expected: string): ParsedLine {
  return { ok: false, reason: describeMisfit(field, value, expected) };
}

function describeMisfit(field: string, value: unknown, expected: string): string {
  const found = value === undefined ? "is missing" : `is ${quoteValue(value)}`;
  return `"${field}" ${found}, expected ${expected}`;
}
