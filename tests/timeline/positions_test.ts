// Which positions are found, and where their numbers stand.

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Value } from "../../src/base/json.ts";
import { isOnEarth, MAX_DEPTH, positionsIn } from "../../src/timeline/positions.ts";
import { checkProperty } from "../house/property.ts";

const FOUND: readonly (readonly [what: string, object: Value])[] = [
  ["lat and lng", { lat: -2.5, lng: 106.25 }],
  ["lat and lon", { lat: -2.5, lon: 106.25 }],
  ["lat and long", { lat: -2.5, long: 106.25 }],
  ["latitude and longitude", { latitude: -2.5, longitude: 106.25 }],
  ["location_lat and location_lon", { location_lat: -2.5, location_lon: 106.25 }],
  ["names in camel case", { locationLat: -2.5, locationLng: 106.25 }],
  ["names in capitals", { LATITUDE: -2.5, LONGITUDE: 106.25 }],
  ["numbers as text", { lat: "-2.5", lng: "+106.25" }],
  ["text with blanks and exponents", { lat: " -25e-1 ", lng: "1.0625E2\n" }],
  ["names that do not belong to each other", { latitude: "-2.5", lng: 106.25 }],
  ["other keys between", { lat: -2.5, level: 3, label: "x", lng: 106.25 }],
];

for (const [what, object] of FOUND) {
  Deno.test(`positionsIn() finds ${what}`, () => {
    const found = positionsIn([object]);
    assertEquals(found.map(({ latitude, longitude }) => [latitude, longitude]), [[-2.5, 106.25]]);
    assertEquals(found[0]?.path, [0]);
  });
}

const NOT_FOUND: readonly (readonly [what: string, value: Value])[] = [
  ["a latitude alone", { lat: 1 }],
  ["a longitude alone", { lng: 1 }],
  ["a latitude and a longitude in different objects", [{ lat: 1 }, { lng: 2 }]],
  ["text that is no number", { lat: "north", lng: "east" }],
  ["hexadecimal and empty text", { lat: "0x10", lng: "" }],
  ["what was hidden", { lat: "****", lng: "*****" }],
  ["null, truth and binary", { lat: null, lng: true, lon: new Uint8Array(2) }],
  ["longer names that only begin like it", { lateral: 1, longing: 2, latest: 3 }],
  ["a number and text beside it", 12],
];

for (const [what, value] of NOT_FOUND) {
  Deno.test(`positionsIn() finds none in ${what}`, () => assertEquals(positionsIn([value]), []));
}

Deno.test("positionsIn() says where each number stands, in the order of the arguments", () => {
  const args: Value[] = [
    "moved",
    {
      trip: { from: { lat: 1, lng: 2 }, to: { lat: "3", lon: "4" } },
      points: [{}, { lat: 5, lng: 6 }],
    },
  ];
  assertEquals(positionsIn(args), [
    {
      latitude: 1,
      longitude: 2,
      path: [1, "trip", "from"],
      latitudeKey: "lat",
      longitudeKey: "lng",
    },
    { latitude: 3, longitude: 4, path: [1, "trip", "to"], latitudeKey: "lat", longitudeKey: "lon" },
    { latitude: 5, longitude: 6, path: [1, "points", 1], latitudeKey: "lat", longitudeKey: "lng" },
  ]);
});

Deno.test("positionsIn() finds every pair of an object, and the object's own before inner ones", () => {
  const object = {
    inner: { lat: 7, lng: 8 },
    lat: 1,
    "location-lat": 3,
    lng: 2,
    "location-lon": 4,
    longitude: { lat: 9, lng: 10 },
  };
  assertEquals(
    positionsIn([object]).map((
      { latitude, longitude, path },
    ) => [latitude, longitude, path.length]),
    [[1, 2, 1], [3, 4, 1], [7, 8, 2], [9, 10, 2]],
  );
});

Deno.test("positionsIn() keeps numbers that no place on earth has, and isOnEarth() knows them", () => {
  const found = positionsIn([{ lat: 91, lng: 0 }, { lat: 0, lng: 360 }, { lat: 0, lng: -181 }]);
  assertEquals(found.map(isOnEarth), [false, true, false]);
});

Deno.test("positionsIn() gives up in the depth, however deep it is", () => {
  const nested = (depth: number): Value => {
    let value: Value = { lat: 1, lng: 2 };
    for (let level = 0; level < depth; level++) value = [value];
    return value;
  };
  assertEquals(positionsIn([nested(MAX_DEPTH - 1)]).length, 1);
  assertEquals(positionsIn([nested(MAX_DEPTH)]).length, 0);
  assertEquals(positionsIn([nested(100_000)]).length, 0);
});

/** The value at a path. */
function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
}

Deno.test("positionsIn() tells of every position a path that leads to its numbers", () => {
  const coordinate = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer().map(String),
    fc.constant(null),
  );
  const { tree } = fc.letrec<{ tree: Value }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small" },
      coordinate,
      fc.record({ lat: coordinate, lng: coordinate, rest: tie("tree") }),
      fc.dictionary(fc.constantFrom("a", "latitude", "lon", "Long"), tie("tree")),
      fc.array(tie("tree"), { maxLength: 3 }),
    ),
  }));
  checkProperty(
    "positionsIn() paths",
    fc.property(fc.array(tree, { maxLength: 3 }), (args) => {
      for (const { latitude, longitude, path, latitudeKey, longitudeKey } of positionsIn(args)) {
        assertEquals(Number(at(args, [...path, latitudeKey])), latitude);
        assertEquals(Number(at(args, [...path, longitudeKey])), longitude);
      }
    }),
    { runs: 300 },
  );
});
