// Places as lists of numbers, longitude first as GeoJSON has them (RFC 7946, section 3.1.1), nested as
// deep as a shape needs; and the same lists without a word about their order.

import type { Value, ValueObject } from "../../base/json.ts";
import { type Axis, coordinateOf } from "../positions.ts";
import { axesOf, type Order } from "./geo_names.ts";

/** What a coordinate becomes. */
export type MoveCoordinate = (value: Value, axis: Axis) => Value;

/** RFC 7946, section 1.4; some write them small. */
export const GEOJSON_TYPES: readonly string[] = [
  "Point",
  "MultiPoint",
  "LineString",
  "MultiLineString",
  "Polygon",
  "MultiPolygon",
  "GeometryCollection",
  "Feature",
  "FeatureCollection",
];

const SMALL_TYPES: ReadonlySet<string> = new Set(GEOJSON_TYPES.map((type) => type.toLowerCase()));

/** How many numbers a box is made of: without heights, and with them. */
export const BOX_LENGTHS: readonly number[] = [4, 6];

export function isGeoJson({ type }: ValueObject): boolean {
  return typeof type === "string" && SMALL_TYPES.has(type.toLowerCase());
}

/** The places in a list, if it is one place or holds nothing but such lists. */
export function placesIn(value: Value): readonly (readonly Value[])[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  // Array.isArray() gives any[]: nothing but values stands in it.
  const list = value as readonly Value[];
  if (list.every((item) => coordinateOf(item) !== undefined)) {
    return list.length >= 2 && list.length <= 4 ? [list] : undefined;
  }
  const places: (readonly Value[])[] = [];
  for (const item of list) {
    const inside = placesIn(item);
    if (inside === undefined) return undefined;
    places.push(...inside);
  }
  return places;
}

/** The same lists with other coordinates; heights and times behind them stay. */
export function movePlaces(
  value: Value,
  order: Exclude<Order, "either">,
  move: MoveCoordinate,
): Value {
  if (!Array.isArray(value)) return value;
  const list = value as readonly Value[];
  const axes = axesOf(order);
  return list.map((item, index) => {
    if (Array.isArray(item)) return movePlaces(item, order, move);
    const axis = axes[index];
    return axis === undefined ? item : move(item, axis);
  });
}

/** RFC 7946, section 5: the south-west corner, then the north-east one. Undefined when it is none. */
export function moveBox(value: Value, move: MoveCoordinate): Value | undefined {
  if (!Array.isArray(value) || !BOX_LENGTHS.includes(value.length)) return undefined;
  const list = value as readonly Value[];
  if (list.some((item) => coordinateOf(item) === undefined)) return undefined;
  return list.map((item, index) => {
    const axis = axisInBox(index, list.length);
    return axis === undefined ? item : move(item, axis);
  });
}

/** Which coordinate of a box stands there; undefined for a height. */
export function axisInBox(index: number, length: number): Axis | undefined {
  const place = index % (length / 2);
  return place === 0 ? "longitude" : place === 1 ? "latitude" : undefined;
}

/**
 * What places without a word about their order tell of it: only a longitude is above 90. Undefined
 * when they tell nothing, and for whole numbers, which count other things.
 */
export function orderOfPlaces(
  places: readonly (readonly Value[])[],
): Exclude<Order, "either"> | undefined {
  const [first, second] = [0, 1].map((index) =>
    Math.max(...places.map((place) => Math.abs(coordinateOf(place[index]) ?? 0)))
  );
  if (first === undefined || second === undefined) return undefined;
  if (!places.some((place) => place.some((value) => !Number.isInteger(coordinateOf(value))))) {
    return;
  }
  if (first > 90 && first <= 180 && second <= 90) return "longitude-first";
  return second > 90 && second <= 180 && first <= 90 ? "latitude-first" : undefined;
}
