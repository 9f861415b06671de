// What shows that the values of an event live, where counting what is the same does not show enough:
// there are few instances, or none has the shape that it had. Numbers, positions and times that vary
// and are other ones on each tape live; texts that are other ones may just as well have been changed.

import type { Value, ValueObject } from "../base/json.ts";
import { axisOf, coordinateOf } from "../timeline/positions.ts";
import { commonOf, countOne, totalOf } from "./counts.ts";
import { timestampOf } from "./timestamps.ts";

/** So many instances of each tape are looked at … */
export const MOST_SAMPLES = 200;

/** … and so many places of each. */
export const MOST_PLACES = 1000;

/** Random names of things, as in a UUID. */
const ID = /^[\da-f]{8}-[\da-f-]{27}$|^(?=.*\d)[\w-]{20,}$/i;

/** The values of one place, and how often each of them came. */
type Values = Map<string | number, number>;

interface Leaves {
  readonly left: Values;
  readonly right: Values;
  isPosition: boolean;
}

/** Whether there is a place whose values live. */
export function valuesLive(left: readonly Value[], right: readonly Value[]): boolean {
  const places = new Map<string, Leaves>();
  for (const value of left.slice(0, MOST_SAMPLES)) collect(value, "left", places);
  for (const value of right.slice(0, MOST_SAMPLES)) collect(value, "right", places);
  for (const { left, right, isPosition } of places.values()) {
    const fewer = Math.min(totalOf(left), totalOf(right));
    if (fewer === 0 || commonOf(left, right) * 2 >= fewer) continue;
    // A car that is parked elsewhere is elsewhere; what else is always the same is a constant.
    if (isPosition || (left.size > 1 && right.size > 1)) return true;
  }
  return false;
}

function collect(value: Value, side: "left" | "right", places: Map<string, Leaves>): void {
  let rest = MOST_PLACES;
  const walk = (value: Value, path: string, name: string): void => {
    if (rest-- <= 0 || value === null) return;
    if (typeof value !== "object") {
      const isPosition = axisOf(name) !== undefined && coordinateOf(value) !== undefined;
      if (!isPosition && !isMeasure(value)) return;
      let leaves = places.get(path);
      if (leaves === undefined) {
        leaves = { left: new Map(), right: new Map(), isPosition: false };
        places.set(path, leaves);
      }
      leaves.isPosition ||= isPosition;
      const text = typeof value === "boolean" ? String(value) : value;
      countOne(leaves[side], text);
    } else if (Array.isArray(value)) {
      for (const item of value) walk(item, `${path}[]`, name);
    } else if (!(value instanceof Uint8Array)) {
      const object = value as ValueObject;
      for (const key of Object.keys(object)) walk(object[key] ?? null, `${path}\n${key}`, key);
    }
  };
  walk(value, "", "");
}

function isMeasure(value: string | number | boolean): boolean {
  if (typeof value === "number") return true;
  if (typeof value === "boolean") return false;
  return coordinateOf(value) !== undefined || timestampOf(value) !== undefined || ID.test(value);
}

/** Whether two values have most of their keys in common, at least two of them. */
export function haveLikeKeys(left: Value, right: Value): boolean {
  const [mine, theirs] = [keysOf(left), keysOf(right)];
  const shared = mine.intersection(theirs).size;
  return shared >= 2 && shared * 2 >= mine.union(theirs).size;
}

/** The paths of its keys; items of lists are one place. */
function keysOf(value: Value): ReadonlySet<string> {
  const keys = new Set<string>();
  const walk = (value: Value, path: string): void => {
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return;
    if (keys.size >= MOST_PLACES) return;
    if (Array.isArray(value)) {
      for (const item of value) walk(item, `${path}[]`);
      return;
    }
    const object = value as ValueObject;
    for (const key of Object.keys(object)) {
      keys.add(`${path}\n${key}`);
      walk(object[key] ?? null, `${path}\n${key}`);
    }
  };
  walk(value, "");
  return keys;
}
