// Positions in one object, and the metres between two of them.

import { assertEquals } from "@std/assert";
import { metresApart, positionKeysOf, printMetres } from "../../src/diff/geo.ts";

Deno.test("positionKeysOf() finds the keys of an object's own positions", () => {
  assertEquals(positionKeysOf({ lng: 2, a: 1, lat: 1 }), [{ latitude: "lat", longitude: "lng" }]);
  assertEquals(positionKeysOf({ lat: 1, Location_Lat: "3", lon: 2, location_lon: "4" }), [
    { latitude: "lat", longitude: "lon" },
    { latitude: "Location_Lat", longitude: "location_lon" },
  ]);
  assertEquals(positionKeysOf({ lat: 1, lng: null }), []);
  assertEquals(positionKeysOf({ lat: 1, latitude: 2, lng: 3 }), [
    { latitude: "lat", longitude: "lng" },
  ]);
  assertEquals(positionKeysOf({ at: { lat: 1, lng: 2 } }), []);
});

Deno.test("metresApart() measures only what is written in one way", () => {
  const keys = { latitude: "lat", longitude: "lng" };
  const here = { lat: 0, lng: 0 };
  assertEquals(Math.round(metresApart(here, { lat: 0.001, lng: 0 }, keys) ?? 0), 111);
  assertEquals(metresApart(here, { lat: "0", lng: 0 }, keys), undefined);
  assertEquals(metresApart(here, { lat: 0, lng: "0" }, keys), undefined);
  assertEquals(metresApart({ lat: "x", lng: 0 }, { lat: "1", lng: 0 }, keys), undefined);
  assertEquals(metresApart({ lat: "1", lng: 0 }, { lat: "x", lng: 0 }, keys), undefined);
});

Deno.test("printMetres() says as much as matters", () => {
  assertEquals([0.04, 12.44, 812.2, 13_400].map(printMetres), [
    "0.0 m",
    "12.4 m",
    "812 m",
    "13.4 km",
  ]);
});
