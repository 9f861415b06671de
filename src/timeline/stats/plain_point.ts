// The position of what most events with one carry: a single object of texts and numbers. Its
// coordinates and its id are found in one look at its keys, and nothing is made of them. Whatever is
// not so plain is left to `positions.ts` and `subject.ts`, which find the same there.

import type { Value, ValueObject } from "../../base/json.ts";
import { type Axis, axisOf, coordinateOf } from "../positions.ts";
import { isIdName, isIdValue, type Subject } from "./subject.ts";

/** What was found; the same object is written anew for each event, as there are millions. */
export interface PlainPoint {
  latitude: number;
  longitude: number;
  /** The key and value of its id; the key is empty when there is none. */
  key: string;
  id: Subject["id"];
}

/** What a key says. */
type Role = Axis | "id" | "nothing";

/** Events of one name have the same keys in the same places: what each says need not be asked anew. */
const LATEST_KEYS: string[] = [];
const LATEST_ROLES: Role[] = [];

/** How many keys are remembered, and how long they may be. */
const MAX_KEYS = 64;
const MAX_KEY_LENGTH = 40;

/** Whether there is one position, or none; undefined when that takes a closer look. */
export function readPlainPoint(args: readonly Value[], point: PlainPoint): boolean | undefined {
  if (args.length !== 1) return undefined;
  const value = args[0];
  if (!isObject(value)) return undefined;
  point.key = "";
  let latitudes = 0;
  let longitudes = 0;
  let index = 0;
  for (const key in value) {
    const item = value[key];
    if (typeof item === "object" && item !== null) return undefined;
    const role = roleOf(key, index++);
    if (role === "nothing") continue;
    if (role === "id") {
      if (point.key === "" && isIdValue(item)) [point.key, point.id] = [key, item];
      continue;
    }
    const coordinate = coordinateOf(item);
    if (coordinate === undefined) continue;
    if (role === "latitude") {
      latitudes += 1;
      point.latitude = coordinate;
    } else {
      longitudes += 1;
      point.longitude = coordinate;
    }
  }
  if (latitudes === 0 || longitudes === 0) return false;
  return latitudes === 1 && longitudes === 1 ? true : undefined;
}

function roleOf(key: string, index: number): Role {
  if (LATEST_KEYS[index] === key) return LATEST_ROLES[index] ?? "nothing";
  const role = axisOf(key) ?? (isIdName(key) ? "id" : "nothing");
  if (index < MAX_KEYS && key.length <= MAX_KEY_LENGTH) {
    LATEST_KEYS[index] = key;
    LATEST_ROLES[index] = role;
  }
  return role;
}

function isObject(value: Value | undefined): value is ValueObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Uint8Array);
}
