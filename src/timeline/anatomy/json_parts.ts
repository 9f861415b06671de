// Takes a JSON array or object apart into its items; brackets, commas, keys' colons and white space
// stand between them. What is no JSON stays one part, and the mistake says where it breaks.

import { type JsonValue, parseJson } from "../../base/json.ts";
import { exceedsDepth } from "../../base/json_depth.ts";
import { Cutter, type Findings, type Part, partOf, type PartWords, PUNCTUATION } from "./part.ts";
import { type JsonItem, scanJson } from "./scan_json.ts";

/** How many items are told one by one. */
export const MAX_ITEMS = 50;

export interface ItemPlace {
  /** From 0. */
  readonly index: number;
  /** Of an object's item. */
  readonly key?: string;
  readonly value: JsonValue;
}

/** What is said of the whole, and of each item. */
export interface JsonWords {
  readonly whole: PartWords;
  readonly item: (place: ItemPlace) => PartWords;
  /** What the receiver does with text that is no JSON. */
  readonly consequence?: string;
}

/** The part from `start` to `end`, which should be JSON. */
export function jsonPart(
  text: string,
  start: number,
  end: number,
  words: JsonWords,
  findings: Findings,
): Part {
  const scanned = scanJson(text, start, end);
  if (!scanned.ok) {
    findings.mistake(scanned.at, `This is not JSON: ${scanned.reason}`, words.consequence);
    return partOf(text, start, end, {
      ...words.whole,
      meaning: `should be ${words.whole.meaning}, but is not JSON from character ` +
        `${scanned.at + 1} on`,
    });
  }
  const value = valueOf(text, start, end);
  if (scanned.items.length === 0) {
    return partOf(text, start, end, { ...words.whole, value });
  }
  const cutter = new Cutter(text, start);
  for (const [index, item] of scanned.items.slice(0, MAX_ITEMS).entries()) {
    cutter.take(item.key?.start ?? item.start, PUNCTUATION);
    cutter.take(item.end, words.item(placeOf(text, index, item)));
  }
  const left = scanned.items.length - MAX_ITEMS;
  const last = scanned.items.at(-1);
  if (left > 0 && last !== undefined) {
    cutter.take(last.end, { name: "more items", meaning: `${left} more items` });
  }
  cutter.take(end, PUNCTUATION);
  return partOf(text, start, end, { ...words.whole, value, children: cutter.parts });
}

function placeOf(text: string, index: number, { key, start, end }: JsonItem): ItemPlace {
  const value = valueOf(text, start, end);
  if (key === undefined) return { index, value };
  return { index, key: String(valueOf(text, key.start, key.end)), value };
}

/** Of text that the scanner took: it is JSON and not too deep. */
function valueOf(text: string, start: number, end: number): JsonValue {
  if (exceedsDepth(text.slice(start, end))) return null;
  const parsed = parseJson(text.slice(start, end));
  return parsed.ok ? parsed.value : null;
}

/** `an object with 2 keys`, `a string`, `the number 4`. */
export function describeValue(value: JsonValue): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "string":
      return value === "" ? "an empty string" : "a string";
    case "number":
      return `the number ${value}`;
    case "boolean":
      return String(value);
    default:
      return describeContainer(value);
  }
}

function describeContainer(value: object): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? "an empty array" : `an array of ${value.length}`;
  }
  const keys = Object.keys(value).length;
  return keys === 0 ? "an empty object" : `an object with ${keys} ${keys === 1 ? "key" : "keys"}`;
}
