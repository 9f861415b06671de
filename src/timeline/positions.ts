// Positions in what events carry, found by the names of their keys, wherever they stand: no system's
// own message is known here. Says where each number stands, so that others can put another there.

import type { Value, ValueObject } from "../base/json.ts";

/** Keys and indexes from the arguments on: `[0, "location"]`. */
export type KeyPath = readonly (string | number)[];

/** A latitude and a longitude beside each other. They may be numbers that no place on earth has. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
  /** Where the object stands that holds the two; the arguments themselves are `[]`. */
  readonly path: KeyPath;
  /** Under which keys of that object they stand. */
  readonly latitudeKey: string;
  readonly longitudeKey: string;
}

/** How deep positions are looked for. */
export const MAX_DEPTH = 100;

/** The longest text that is read as a number. */
const MAX_NUMBER_LENGTH = 40;

/** What a coordinate says. */
export type Axis = "latitude" | "longitude";

/** Names without case, `_` and `-`. All of them begin with an `l`, which is looked at first. */
const AXES: ReadonlyMap<string, Axis> = new Map([
  ["lat", "latitude"],
  ["latitude", "latitude"],
  ["locationlat", "latitude"],
  ["locationlatitude", "latitude"],
  ["lng", "longitude"],
  ["lon", "longitude"],
  ["long", "longitude"],
  ["longitude", "longitude"],
  ["locationlng", "longitude"],
  ["locationlon", "longitude"],
  ["locationlong", "longitude"],
  ["locationlongitude", "longitude"],
]);

const LONGEST_NAME = "location_longitude".length;
const SMALL_L = 0x6c;
const TO_LOWER_CASE = 0x20;

const DECIMAL = /^\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?\s*$/i;

/**
 * All positions in an event's arguments, in their order. An object may hold several (`lat` and `lng`
 * beside `location_lat` and `location_lon`): the first latitude goes with the first longitude.
 */
export function positionsIn(args: readonly Value[]): readonly Position[] {
  const found: Position[] = [];
  for (let index = 0; index < args.length; index++) {
    const value = args[index];
    if (isContainer(value)) search(value, [index], found);
  }
  return found.length === 0 ? NO_POSITIONS : found;
}

/** Whether there is such a place. Longitudes up to 360 are some people's way to count them. */
export function isOnEarth(
  { latitude, longitude }: Pick<Position, "latitude" | "longitude">,
): boolean {
  return Math.abs(latitude) <= 90 && longitude >= -180 && longitude <= 360;
}

const NO_POSITIONS: readonly Position[] = Object.freeze([]);

type Container = ValueObject | readonly Value[];

function isContainer(value: Value | undefined): value is Container {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}

/** `path` is the way to the value; it is lent out, and put back as it was. */
function search(value: Container, path: (string | number)[], found: Position[]): void {
  if (path.length > MAX_DEPTH) return;
  if (isList(value)) {
    for (let index = 0; index < value.length; index++) enter(value[index], index, path, found);
    return;
  }
  const here = found.length;
  let latitudes: string[] | undefined;
  let longitudes: string[] | undefined;
  let latitude = 0;
  let longitude = 0;
  for (const key in value) {
    const item = value[key];
    const axis = axisOf(key);
    if (axis === undefined || isContainer(item)) {
      enter(item, key, path, found);
      continue;
    }
    const coordinate = coordinateOf(item);
    if (coordinate === undefined) continue;
    if (axis === "latitude") {
      (latitudes ??= []).push(key);
      latitude = coordinate;
    } else {
      (longitudes ??= []).push(key);
      longitude = coordinate;
    }
  }
  if (latitudes === undefined || longitudes === undefined) return;
  const [latitudeKey, secondLatitude] = latitudes;
  const [longitudeKey, secondLongitude] = longitudes;
  // Nearly always there is one of each, and nothing in the objects within.
  if (
    latitudeKey !== undefined && longitudeKey !== undefined && found.length === here &&
    secondLatitude === undefined && secondLongitude === undefined
  ) {
    found.push({ latitude, longitude, path: [...path], latitudeKey, longitudeKey });
    return;
  }
  // An object's own position stands before those of the objects in it.
  found.splice(here, 0, ...pairs(value, latitudes, longitudes, [...path]));
}

function enter(
  item: Value | undefined,
  key: string | number,
  path: (string | number)[],
  found: Position[],
): void {
  if (!isContainer(item)) return;
  path.push(key);
  search(item, path, found);
  path.pop();
}

function isList(value: Container): value is readonly Value[] {
  return Array.isArray(value);
}

function pairs(
  value: ValueObject,
  latitudes: readonly string[],
  longitudes: readonly string[],
  path: KeyPath,
): readonly Position[] {
  return latitudes.flatMap((latitudeKey, index) => {
    const longitudeKey = longitudes[index];
    if (longitudeKey === undefined) return [];
    const latitude = coordinateOf(value[latitudeKey]);
    const longitude = coordinateOf(value[longitudeKey]);
    if (latitude === undefined || longitude === undefined) return [];
    return [{ latitude, longitude, path, latitudeKey, longitudeKey }];
  });
}

/** What a key of this name says; undefined when it is no coordinate's. */
export function axisOf(key: string): Axis | undefined {
  if ((key.charCodeAt(0) | TO_LOWER_CASE) !== SMALL_L || key.length > LONGEST_NAME) {
    return undefined;
  }
  return AXES.get(key) ?? AXES.get(key.toLowerCase().replaceAll(/[_-]/g, ""));
}

/** A number, or the text of one. */
export function coordinateOf(value: Value | undefined): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || value.length > MAX_NUMBER_LENGTH) return undefined;
  if (!DECIMAL.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}
