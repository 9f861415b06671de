// JSON text in which something has another value, and everything else its own characters.

import { isJsonObject, type JsonValue } from "../../base/json.ts";
import { readSpan, type Span } from "./json_spans.ts";

/** The text from `start` on is the JSON of `before`; what comes back is the whole with `after`. */
export function rewriteJson(
  text: string,
  start: number,
  before: JsonValue,
  after: JsonValue,
): string {
  const span = readSpan(text, start);
  return text.slice(0, span.start) + write(text, span, before, after) + text.slice(span.end);
}

function write(text: string, span: Span, before: JsonValue, after: JsonValue): string {
  if (isSame(before, after)) return text.slice(span.start, span.end);
  const written = writeObject(text, span, before, after) ?? writeList(text, span, before, after);
  return written ?? JSON.stringify(after);
}

/** Equal, with the keys in the same order. */
function isSame(before: JsonValue, after: JsonValue): boolean {
  return before === after || JSON.stringify(before) === JSON.stringify(after);
}

/** Undefined when keys have gone, or stand twice: then nothing of the text can stay. */
function writeObject(
  text: string,
  { start, end, members }: Span,
  before: JsonValue,
  after: JsonValue,
): string | undefined {
  if (members === undefined || !isJsonObject(before) || !isJsonObject(after)) return undefined;
  const keys = Object.keys(before);
  if (keys.length !== members.length) return undefined;
  const later = Object.keys(after);
  if (keys.some((key) => !Object.hasOwn(after, key))) return undefined;
  let written = "";
  let position = start;
  for (const { key, value } of members) {
    const was = before[key];
    const is = after[key];
    if (was === undefined || is === undefined) return undefined;
    written += text.slice(position, value.start) + write(text, value, was, is);
    position = value.end;
  }
  const added = later.filter((key) => !Object.hasOwn(before, key))
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(after[key])}`);
  if (added.length === 0) return written + text.slice(position, end);
  const comma = members.length === 0 ? "{" : ",";
  return `${written}${comma}${added.join(",")}${text.slice(end - 1, end)}`;
}

function writeList(
  text: string,
  { start, end, items }: Span,
  before: JsonValue,
  after: JsonValue,
): string | undefined {
  if (items === undefined || !Array.isArray(before) || !Array.isArray(after)) return undefined;
  if (items.length !== before.length || before.length > after.length) return undefined;
  let written = "";
  let position = start;
  for (const [index, item] of items.entries()) {
    const was = before[index];
    const is = after[index];
    if (was === undefined || is === undefined) return undefined;
    written += text.slice(position, item.start) + write(text, item, was, is);
    position = item.end;
  }
  const added = after.slice(before.length).map((item) => JSON.stringify(item));
  if (added.length === 0) return written + text.slice(position, end);
  if (items.length === 0) return `[${added.join(",")}]`;
  return `${written},${added.join(",")}${text.slice(end - 1, end)}`;
}
