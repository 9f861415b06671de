// Contents without what is not compared exactly: ignored places are gone, and what may differ a
// little is a mark. Only for finding what belongs together; what is told are the contents themselves.

import type { Value, ValueObject } from "../base/json.ts";
import { MAX_JSON_DEPTH } from "../base/json_depth.ts";
import { coordinateOf } from "../timeline/positions.ts";
import type { ContentRules } from "./content_rules.ts";
import { positionKeysOf } from "./geo.ts";
import { hashValue } from "./hash_value.ts";
import type { Place } from "./places.ts";
import { timestampOf } from "./timestamps.ts";

/** Stands for a part that was hidden before it was recorded; in texts between what was not. */
export const HIDDEN = "\u{f0000}hidden";

/** What is left of an ignored place that must not go: an item between others. */
const IGNORED = "\u{f0002}ignored";
const NUMBER = "\u{f0002}number";
const NUMBER_TEXT = "\u{f0002}number text";
const POSITION = "\u{f0002}position";
const POSITION_TEXT = "\u{f0002}position text";
const TIME = "\u{f0002}time ";

/** The value itself where nothing applies. Masking twice changes nothing more. */
export function maskValue(value: Value, rules: ContentRules): Value {
  if (rules.isExact) return value;
  const { root, isArguments } = rules;
  if (!isArguments || !Array.isArray(value)) {
    return root.isIgnored ? IGNORED : masked(value, root, rules, 0);
  }
  if (root.isIgnored) return [IGNORED];
  const [only] = value;
  if (value.length !== 1 || only === undefined) return masked(value, root, rules, 0);
  const changed = masked(only, root, rules, 1);
  return changed === only ? value : [changed];
}

/** A place that is not ignored, as `maskValue()` would have it. */
export function maskPlace(value: Value, place: Place, rules: ContentRules): Value {
  return masked(value, place, rules, 0);
}

function masked(value: Value, place: Place, rules: ContentRules, depth: number): Value {
  if (typeof value !== "object" || value === null) return maskedLeaf(value, place, rules);
  if (place.isFree && rules.geo === undefined && rules.time === undefined) return value;
  if (depth > MAX_JSON_DEPTH || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return maskedList(value, place, rules, depth);
  return maskedObject(value as ValueObject, place, rules, depth);
}

function maskedLeaf(value: Value, { tolerance }: Place, { time }: ContentRules): Value {
  if (tolerance !== undefined && coordinateOf(value) !== undefined) {
    return typeof value === "number" ? NUMBER : NUMBER_TEXT;
  }
  if (time === undefined) return value;
  const timestamp = timestampOf(value);
  return timestamp === undefined ? value : TIME + timestamp.form;
}

function maskedList(
  list: readonly Value[],
  place: Place,
  rules: ContentRules,
  depth: number,
): Value {
  if (place.ignoresItems) return list.length === 0 ? list : [];
  let copy: Value[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const item = list[index] ?? null;
    const below = place.atItem(index, list.length);
    const changed = below.isIgnored ? IGNORED : masked(item, below, rules, depth + 1);
    if (changed === item) continue;
    copy ??= [...list];
    copy[index] = changed;
  }
  if (!place.isSet && place.itemKey === undefined) return copy ?? list;
  return sorted(copy ?? list, place.itemKey);
}

/** By their hashes, which are no order for people, but always the same. */
function sorted(list: readonly Value[], key: string | undefined): readonly Value[] {
  const ranked = list.map((item) => ({ item, rank: rankOf(item, key) }));
  const isSorted = ranked.every(({ rank }, index) => rank >= (ranked[index - 1]?.rank ?? -1));
  if (isSorted) return list;
  return ranked.sort((left, right) => left.rank - right.rank).map(({ item }) => item);
}

/** Items without the key stay in their order, before all others. */
function rankOf(item: Value, key: string | undefined): number {
  if (key === undefined) return hashValue(item);
  const id = keyOfItem(item, key);
  return id === undefined ? -1 : hashValue(id);
}

/** What an item is known by; undefined for what is no text and no number. */
export function keyOfItem(item: Value, key: string): string | number | undefined {
  if (typeof item !== "object" || item === null || item instanceof Uint8Array) return undefined;
  if (Array.isArray(item) || !Object.hasOwn(item, key)) return undefined;
  const id = (item as ValueObject)[key];
  return typeof id === "string" || typeof id === "number" ? id : undefined;
}

function maskedObject(
  object: ValueObject,
  place: Place,
  rules: ContentRules,
  depth: number,
): Value {
  const positions = rules.geo === undefined ? undefined : positionMarks(object, place);
  let isSame = true;
  const fields: [string, Value][] = [];
  for (const key in object) {
    const item = object[key] ?? null;
    const below = place.atKey(key);
    if (below.isIgnored) {
      isSame = false;
      continue;
    }
    const changed = positions?.get(key) ?? masked(item, below, rules, depth + 1);
    if (changed !== item) isSame = false;
    fields.push([key, changed]);
  }
  return isSame ? object : Object.fromEntries(fields);
}

function positionMarks(object: ValueObject, place: Place): ReadonlyMap<string, Value> | undefined {
  const keys = positionKeysOf(object)
    .filter(({ latitude, longitude }) => isPlain(place, latitude) && isPlain(place, longitude))
    .flatMap(({ latitude, longitude }) => [latitude, longitude]);
  if (keys.length === 0) return undefined;
  return new Map(
    keys.map((key) => [key, typeof object[key] === "number" ? POSITION : POSITION_TEXT]),
  );
}

/** A rule of its own for one of the coordinates goes before what is said of all positions. */
export function isPlain(place: Place, key: string): boolean {
  const { isIgnored, tolerance } = place.atKey(key);
  return !isIgnored && tolerance === undefined;
}
