// Keys that promise a place, and what their names say of it: `location`, `pickupCoords`, `lnglat`.

import type { Axis } from "../positions.ts";

/** Which of two numbers is which; `either` where the name does not say. */
export type Order = "latitude-first" | "longitude-first" | "either";

const LATITUDE_FIRST = /lat(?:itude)?(?:lng|lon(?:g(?:itude)?)?)s?$/;
const LONGITUDE_FIRST = /(?:lng|lon(?:g(?:itude)?)?)lat(?:itude)?s?$/;
const LAST_WORD =
  /^(?:locations?|positions?|coords?|coordinates?|geo|gps|geopoints?|waypoints?|polylines?)$/;

/** Undefined when the name promises no place. */
export function orderOfName(name: string): Order | undefined {
  const plain = name.toLowerCase().replaceAll(/[_-]/g, "");
  if (LATITUDE_FIRST.test(plain)) return "latitude-first";
  if (LONGITUDE_FIRST.test(plain)) return "longitude-first";
  const words = name.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, "_").toLowerCase().split(/[_-]/);
  return LAST_WORD.test(words.at(-1) ?? "") ? "either" : undefined;
}

/** The axes of two numbers that stand in this order. */
export function axesOf(order: Exclude<Order, "either">): readonly [Axis, Axis] {
  return order === "latitude-first" ? ["latitude", "longitude"] : ["longitude", "latitude"];
}

/** Names of ways to write places that are no numbers. */
const CODES: ReadonlyMap<string, string> = new Map([
  ["polyline", "an encoded way"],
  ["overviewpolyline", "an encoded way"],
  ["encodedpolyline", "an encoded way"],
  ["geohash", "a geohash"],
  ["pluscode", "a plus code"],
  ["openlocationcode", "a plus code"],
  ["what3words", "three words"],
  ["w3w", "three words"],
  ["mgrs", "a grid reference"],
  ["h3index", "a cell of a grid"],
  ["s2cellid", "a cell of a grid"],
  ["quadkey", "a cell of a grid"],
]);

const SHAPES: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/\d{1,3}\s?(?:°|º|\\u00b0)\s?\d{1,2}(?:\.\d+)?\s?['′’]/i, "degrees and minutes"],
  [/\$G[A-Z](?:GGA|GLL|RMC),/, "a sentence of a GPS receiver (NMEA)"],
  [/^(?:01[\da-f]{2}000[0-3][02]0|000000000[1-7])[\da-f]{32,}$/i, "a shape in hexadecimal (WKB)"],
];

const LEAST_CODE = 4;

/** What a text seems to be that says a place, but not by numbers of degrees. */
export function codeOfPlace(name: string | undefined, text: string): string | undefined {
  const [, what] = SHAPES.find(([pattern]) => pattern.test(text)) ?? [];
  if (what !== undefined || name === undefined || text.length < LEAST_CODE) return what;
  return CODES.get(name.toLowerCase().replaceAll(/[_-]/g, ""));
}
