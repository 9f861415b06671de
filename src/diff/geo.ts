// Positions in an object: which of its keys are a latitude and a longitude, by their names, and how
// far two positions are from each other.

import type { ValueObject } from "../base/json.ts";
import { axisOf, coordinateOf } from "../timeline/positions.ts";
import { metresBetween } from "../timeline/stats/distance.ts";

/** Two keys of one object. */
export interface PositionKeys {
  readonly latitude: string;
  readonly longitude: string;
}

/** The positions of this object itself, the first latitude with the first longitude. */
export function positionKeysOf(object: ValueObject): readonly PositionKeys[] {
  let latitudes: string[] | undefined;
  let longitudes: string[] | undefined;
  for (const key in object) {
    const axis = axisOf(key);
    if (axis === undefined || coordinateOf(object[key]) === undefined) continue;
    if (axis === "latitude") (latitudes ??= []).push(key);
    else (longitudes ??= []).push(key);
  }
  if (latitudes === undefined || longitudes === undefined) return NONE;
  const others = longitudes;
  return latitudes.flatMap((latitude, index) => {
    const longitude = others[index];
    return longitude === undefined ? [] : [{ latitude, longitude }];
  });
}

const NONE: readonly PositionKeys[] = Object.freeze([]);

/**
 * Metres between the positions of two objects under the same keys; undefined when one of the two has
 * none there, or writes it in another way (a number, the text of one).
 */
export function metresApart(
  left: ValueObject,
  right: ValueObject,
  { latitude, longitude }: PositionKeys,
): number | undefined {
  if (typeof left[latitude] !== typeof right[latitude]) return undefined;
  if (typeof left[longitude] !== typeof right[longitude]) return undefined;
  const [north, east] = [coordinateOf(left[latitude]), coordinateOf(left[longitude])];
  const [toNorth, toEast] = [coordinateOf(right[latitude]), coordinateOf(right[longitude])];
  if (north === undefined || east === undefined) return undefined;
  if (toNorth === undefined || toEast === undefined) return undefined;
  const from = { latitude: north, longitude: east };
  return metresBetween(from, { latitude: toNorth, longitude: toEast });
}

/** `12.4 m`, `812 m`, `13.4 km` */
export function printMetres(metres: number): string {
  if (metres < 99.95) return `${metres.toFixed(1)} m`;
  return metres < 999.5 ? `${metres.toFixed(0)} m` : `${(metres / 1000).toFixed(1)} km`;
}
