// Distances that are known from elsewhere, and what longitudes are the same.

import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  metresBetween,
  unwrapLongitude,
  wrapLongitude,
} from "../../../src/timeline/stats/distance.ts";

type Place = readonly [latitude: number, longitude: number];

/** A ball of 6371.0088 km: a degree of a great circle is 111.195 km. */
const KNOWN:
  readonly (readonly [what: string, from: Place, to: Place, metres: number, within: number])[] = [
    ["nothing between a place and itself", [-6.2, 106.8], [-6.2, 106.8], 0, 0],
    ["a degree of the equator", [0, 0], [0, 1], 111_195.08, 0.01],
    ["a degree of a meridian", [10, 20], [11, 20], 111_195.08, 0.01],
    ["half a degree's worth at 60 degrees north", [60, 0], [60, 1], 55_597, 3],
    ["a quarter of the earth", [0, 0], [90, 0], 10_007_557, 1],
    ["half of it between antipodes", [0, 0], [0, 180], 20_015_114, 1],
    ["half of it between the poles", [90, 0], [-90, 77], 20_015_114, 1],
    ["across the 180th meridian", [0, 179.5], [0, -179.5], 111_195.08, 0.01],
    ["Paris to New York", [48.8566, 2.3522], [40.7128, -74.006], 5_837_240, 500],
    ["a tenth of a metre", [0, 0], [0, 0.000001], 0.1112, 0.0001],
  ];

for (
  const [what, [fromLatitude, fromLongitude], [toLatitude, toLongitude], metres, within] of KNOWN
) {
  Deno.test(`metresBetween() knows ${what}`, () => {
    const from = { latitude: fromLatitude, longitude: fromLongitude };
    const to = { latitude: toLatitude, longitude: toLongitude };
    assertAlmostEquals(metresBetween(from, to), metres, within);
    assertAlmostEquals(metresBetween(to, from), metres, within);
  });
}

Deno.test("unwrapLongitude() comes near, and wrapLongitude() back", () => {
  assertEquals(unwrapLongitude(-179, 179), 181);
  assertEquals(unwrapLongitude(179, -179), -181);
  assertEquals(unwrapLongitude(10, 370), 370);
  assertEquals([181, -181, 180, -180, 0, 370].map(wrapLongitude), [-179, 179, 180, -180, 0, 10]);
});
