// A value as it is compared: ids that change with every run and hidden secrets are marks in it.

import type { Value, ValueObject } from "../base/json.ts";
import { MAX_JSON_DEPTH } from "../base/json_depth.ts";
import type { Markers } from "../timeline/hidden.ts";
import { HIDDEN } from "./mask.ts";
import type { VolatileIds } from "./volatile_ids.ts";

/** Who says it, and what was hidden of it. */
export interface MarkContext {
  readonly ids: VolatileIds;
  readonly session: object;
  /** Of the line, where anything was hidden on it. */
  readonly markers: Markers | undefined;
}

/** The value itself where nothing is to be marked, as nearly always. */
export function markedValue(value: Value, context: MarkContext): Value {
  return marked(value, context, 0);
}

function marked(value: Value, context: MarkContext, depth: number): Value {
  if (typeof value === "string") return markedText(value, context);
  if (typeof value !== "object" || value === null || depth > MAX_JSON_DEPTH) return value;
  if (value instanceof Uint8Array) return value;
  return isList(value) ? markedList(value, context, depth) : markedObject(value, context, depth);
}

function isList(value: ValueObject | readonly Value[]): value is readonly Value[] {
  return Array.isArray(value);
}

function markedList(list: readonly Value[], context: MarkContext, depth: number): Value {
  let copy: Value[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const item = list[index] ?? null;
    const changed = marked(item, context, depth + 1);
    if (changed === item) continue;
    copy ??= [...list];
    copy[index] = changed;
  }
  return copy ?? list;
}

function markedObject(object: ValueObject, context: MarkContext, depth: number): Value {
  let isSame = true;
  for (const key in object) {
    const item = object[key] ?? null;
    if (markedText(key, context) === key && marked(item, context, depth + 1) === item) continue;
    isSame = false;
    break;
  }
  if (isSame) return object;
  const copy = new Map<string, Value>();
  for (const [key, item] of Object.entries(object)) {
    copy.set(freeKey(markedText(key, context), copy), marked(item, context, depth + 1));
  }
  return Object.fromEntries(copy);
}

/** Several ids that are keys of one object would all have the same mark. */
function freeKey(key: string, taken: ReadonlyMap<string, Value>): string {
  let free = key;
  for (let count = 2; taken.has(free); count++) free = `${key} ${count}`;
  return free;
}

function markedText(text: string, { ids, session, markers }: MarkContext): string {
  const plain = ids.mark(text, session);
  return markers === undefined ? plain : withoutMarkers(plain, markers);
}

/** However long a secret was, its mark is one. */
function withoutMarkers(text: string, markers: Markers): string {
  let result = "";
  let isInside = false;
  for (const character of text) {
    const isMarker = character === markers.text || character === markers.number;
    if (!isMarker) result += character;
    else if (!isInside) result += HIDDEN;
    isInside = isMarker;
  }
  return result;
}
