// Positions as shapes: GeoJSON as values and as text, well-known text, lists and pairs under names that
// promise a place. What named coordinates become says what they have to become.

import { assert, assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import type { JsonValue } from "../../../src/base/json.ts";
import { encodePacketAsMsgpack } from "../../../src/protocols/socket_io/msgpack.ts";
import { isGeoJson, placesIn } from "../../../src/timeline/convert/geo_lists.ts";
import { codeOfPlace, orderOfName } from "../../../src/timeline/convert/geo_names.ts";
import { CHANCE_BYTES, GeoShift } from "../../../src/timeline/convert/shift_geo.ts";
import { checkProperty } from "../../house/property.ts";
import { convertText, entriesOf, tapeOf, verifyText } from "./tapes.ts";

const CHANCE = Uint8Array.from({ length: CHANCE_BYTES }, (_, index) => index * 37 + 11);

/** A shift that has met a place in the north already, so that its direction is known. */
function northern(): GeoShift {
  const shift = new GeoShift(CHANCE);
  shift.args([{ lat: 52.520007 }]);
  return shift;
}

function moved(value: JsonValue): JsonValue | undefined {
  return northern().args([value])[0];
}

const [LATITUDE, LONGITUDE] = ["52.520007", "13.404954"];
const NEW_LATITUDE = String(moved(`lat=${LATITUDE}`)).slice(4);
const NEW_LONGITUDE = String(moved(`lng=${LONGITUDE}`)).slice(4);

function expected(text: string): string {
  return text.replaceAll(LATITUDE, NEW_LATITUDE).replaceAll(LONGITUDE, NEW_LONGITUDE);
}

const PLACE = `[${LONGITUDE},${LATITUDE}]`;
const POINT = `{"type":"Point","coordinates":${PLACE}}`;
const WAY = `{"type":"LineString","coordinates":[${PLACE},[${LONGITUDE}, ${LATITUDE}, 34.5]]}`;

/** Longitude and latitude could each be the other: nothing but the shape says which is which. */
const SHAPES: readonly string[] = [
  POINT,
  `{"coordinates":${PLACE},"type":"point"}`,
  WAY,
  `{"type":"Polygon","coordinates":[[${PLACE},${PLACE},${PLACE},${PLACE}]]}`,
  `{"type":"MultiPolygon","coordinates":[[[${PLACE}]],[[${PLACE},${PLACE}]]]}`,
  `{"type":"GeometryCollection","geometries":[${POINT},${WAY}]}`,
  `{"type":"FeatureCollection","bbox":[${LONGITUDE},${LATITUDE},${LONGITUDE},${LATITUDE}],` +
  `"features":[{"type":"Feature","id":7,"properties":{"n":[1.5,2.5]},"geometry":${POINT}}]}`,
  `{"type":"Feature","bbox":[${LONGITUDE},${LATITUDE},1.5,${LONGITUDE},${LATITUDE},2.5]}`,
  JSON.stringify(POINT),
  JSON.stringify(`{"type":"Feature","bbox":[${LONGITUDE}, ${LATITUDE},${LONGITUDE},${LATITUDE}]}`),
  JSON.stringify(`{"bbox":[${PLACE.slice(1, -1)},1.5,${PLACE.slice(1, -1)},2.5],"type":"Feature"}`),
  JSON.stringify(`{"inside":${JSON.stringify(WAY)}}`),
  JSON.stringify(`/go?shape=${encodeURIComponent(WAY)}`),
  JSON.stringify(`/go?to=${encodeURIComponent(`/at?shape=${encodeURIComponent(POINT)}`)}`),
  `"POINT(${LONGITUDE} ${LATITUDE})"`,
  `"SRID=4326;POINT ZM (${LONGITUDE}  ${LATITUDE} 3.5 4)"`,
  `"seen at point z(${LONGITUDE} ${LATITUDE} 1), then gone"`,
  `"LINESTRING(${LONGITUDE} ${LATITUDE},${LONGITUDE} ${LATITUDE})"`,
  `"POLYGON ((${LONGITUDE} ${LATITUDE}, ${LONGITUDE} ${LATITUDE}), (${LONGITUDE} ${LATITUDE}))"`,
  `"MULTIPOINT((${LONGITUDE} ${LATITUDE}), (${LONGITUDE} ${LATITUDE}))"`,
  `"GEOMETRYCOLLECTION(POINT(${LONGITUDE} ${LATITUDE}),LINESTRING(${LONGITUDE} ${LATITUDE}))"`,
  `"/go?w=POINT(${LONGITUDE}+${LATITUDE})&x=POINT%28${LONGITUDE}%20${LATITUDE}%29"`,
  `{"lnglat":${PLACE},"latLng":[${LATITUDE},${LONGITUDE}],"lon_lat":"${LONGITUDE},${LATITUDE}"}`,
  `{"home_location":"${LATITUDE} ${LONGITUDE}","pickupPosition":"${LATITUDE}, ${LONGITUDE}, 12"}`,
];

for (const json of SHAPES) {
  Deno.test(`GeoShift moves the shape ${json}, and nothing else`, async () => {
    assertEquals(moved(JSON.parse(json)), JSON.parse(expected(json)));
    const shift = northern();
    const { text, problems } = await convertText(
      tapeOf(...OPENING, { ...MESSAGE, at: 4, text: `42["x",${json}]` }),
      { replacers: [shift] },
    );
    assertEquals([problems, shift.left], [[], []]);
    assertEquals(entriesOf(text)[3]?.text, expected(`42["x",${json}]`));
  });
}

const MESSAGE = { kind: "message", conn: 1, from: "server" };
const SOCKET_URL = "/socket.io/?EIO=4&transport=websocket";
const OPENING: readonly object[] = [
  {
    kind: "request",
    at: 1,
    conn: 1,
    id: 1,
    method: "GET",
    url: SOCKET_URL,
    headers: [["Upgrade", "websocket"]],
  },
  { kind: "response", at: 2, conn: 1, id: 1, status: 101, headers: [] },
  { ...MESSAGE, at: 3, text: '40{"sid":"x"}' },
];

const NO_SHAPES: readonly JsonValue[] = [
  { type: "Chart", coordinates: [13.5, 52.5] },
  { type: "Point", coordinates: "none" },
  { type: "Point", coordinates: [] },
  { type: "Point", coordinates: [[1.5, 2.5], 3.5] },
  { type: "Feature", bbox: [1.5, 2.5, 3.5] },
  "viewpoint(1.5 2.5)",
  "POINT EMPTY",
  "POINT(1.5)",
  "POINT(1.5 2.5",
  "POLYGON((1.5 2.5) 3.5)",
  "point(x y)",
  '{"coordinates":[1.5,2.5]}',
  '{"type":"Chart","coordinates":[1.5,2.5]}',
  { position: [200.5, 20.5], location: [20.5, 200.5], coords: [120.5, 95.5] },
  { location: [1.2345, 2.3456, 3.4567, 4.5678, 5.6789], position: [1.2345] },
  { position: [3, 140], location: [1.5, 2.5], coords: "3 4", route: [[1.5, 120.25]] },
];

for (const value of NO_SHAPES) {
  Deno.test(`GeoShift sees no shape in ${JSON.stringify(value)}`, () => {
    const shift = northern();
    // A text that ends within a shape is one that was cut.
    const isCut = value === "POINT(1.5 2.5";
    assertEquals(shift.args([value])[0] === value, !isCut);
    assertEquals([shift.moved, shift.left], [isCut ? 3 : 1, []]);
  });
}

Deno.test("GeoShift moves lists without a word about their order when only one is possible", () => {
  const [place] = northern().args([{ location: [106.8, -6.2], track: { gps: [-6.2, 106.8] } }]);
  const [{ lat, lng } = { lat: 0, lng: 0 }] = northern().args([{ lat: -6.2, lng: 106.8 }]) as [
    { readonly lat: number; readonly lng: number },
  ];
  assertEquals(place, { location: [lng, lat], track: { gps: [lat, lng] } });
});

const LEFT: readonly (readonly [value: JsonValue, name: string | undefined, reason: RegExp])[] = [
  [{ location: [13.405, 52.52], at: { location: [13.4051, 52.5201] } }, "location", /latitude/],
  [{ coordinates: [[13.4051, 52.5201], [13.4, 52.5]] }, "coordinates", /latitude/],
  [{ overview_polyline: "_p~iF~ps|U_ulL" }, "overview_polyline", /encoded way/],
  [{ geohash: "u33dc0" }, "geohash", /geohash/],
  [{ "plus-code": "9F4MGC22+22" }, "plus-code", /plus code/],
  [{ words: `52°31'12"N 13°24'E` }, "words", /degrees and minutes/],
  ["$GPRMC,123519,A,4807.038,N,01131.000,E,022.4", undefined, /GPS receiver/],
  [{ geom: "0101000020E61000006B9A779CA2CF2A402E90A0F831424A40" }, "geom", /hexadecimal/],
];

for (const [value, name, reason] of LEFT) {
  Deno.test(`GeoShift tells of ${JSON.stringify(value)}, and leaves it`, () => {
    const shift = northern();
    assertEquals(shift.args([value]), [value]);
    assertEquals(shift.left.map((left) => left.name), [name]);
    assertMatch(shift.left[0]?.reason ?? "", reason);
  });
}

Deno.test("GeoShift says on which entry it first left a position, each kind once", async () => {
  const shift = northern();
  const tape = tapeOf(
    ...OPENING,
    { ...MESSAGE, at: 4, text: '42["x",1]' },
    { ...MESSAGE, at: 5, text: '42["x",{"geohash":"u33dc0"}]' },
    { ...MESSAGE, at: 6, text: '42["x",{"geohash":"u33dc1"}]' },
    { kind: "log", at: 7, source: "app", text: "52°31'" },
  );
  await convertText(tape, { replacers: [shift] });
  assertEquals(shift.left, [
    { name: "geohash", line: 6, reason: "a geohash, which cannot be moved" },
    { reason: "degrees and minutes, which cannot be moved" },
  ]);
  const names = Array.from({ length: 200 }, (_, index) => [`${index}_location`, [1.2345, 2.3456]]);
  shift.args([Object.fromEntries(names)]);
  assertEquals(shift.left.length, 100);
});

Deno.test("lengths stay true around shapes: counted packets, Content-Length, msgpack", async () => {
  const packet = `42["x",${WAY}]`;
  const body = `${packet.length}:${packet}`;
  const url = "/socket.io/?EIO=3&transport=polling&sid=x";
  const request = { kind: "request", conn: 2, id: 2, method: "GET", url, headers: [] };
  const response = {
    kind: "response",
    conn: 2,
    id: 2,
    status: 200,
    headers: [["Content-Length", String(body.length)]],
  };
  const bytes = encodePacketAsMsgpack({
    type: "EVENT",
    namespace: "/",
    data: ["x", JSON.parse(WAY)],
  });
  const tape = tapeOf(
    ...OPENING,
    { ...MESSAGE, at: 4, base64: bytes.toBase64() },
    { ...request, at: 5 },
    { ...response, at: 6, text: body },
    { kind: "end", at: 7, entries: 6 },
  );
  // A vector by which the numbers become shorter or longer.
  const chance = new Uint8Array(CHANCE_BYTES).fill(255);
  const { text, problems } = await convertText(tape, { replacers: [new GeoShift(chance)] });
  assertEquals(problems, []);
  const polled = JSON.parse(JSON.stringify(entriesOf(text)[5]));
  const [, length, inside = ""] = /^(\d+):(.*)$/.exec(polled.text) ?? [];
  assertEquals(Number(length), inside.length);
  assert(inside.length !== packet.length && inside !== packet);
  assertEquals(polled.headers, [["Content-Length", String(polled.text.length)]]);
  assertEquals(
    (await verifyText(text)).findings.filter(({ rule }) => rule !== "event/missing"),
    [],
  );
});

const coordinate = (limit: number): fc.Arbitrary<number> =>
  fc.integer({ min: -limit * 1000, max: limit * 1000 }).map((number) => number / 1000);
const place = fc.tuple(coordinate(180), coordinate(90));
const way = fc.array(place, { minLength: 1, maxLength: 4 });

Deno.test("GeoShift moves a place in every shape to where it moves it by name", () => {
  checkProperty(
    "GeoShift shapes",
    fc.property(
      fc.uint8Array({ minLength: CHANCE_BYTES, maxLength: CHANCE_BYTES }),
      way,
      (chance, places) => {
        const shift = new GeoShift(chance);
        const byName = places.map(([lng, lat]) => shift.args([{ lng, lat }])[0])
          .map((value) => JSON.parse(JSON.stringify(value)))
          .map(({ lng, lat }): readonly [number, number] => [lng, lat]);
        const json = { type: "LineString", coordinates: places };
        const becomes = { type: "LineString", coordinates: byName };
        assertEquals<unknown>(shift.args([json])[0], becomes);
        assertEquals(numbersIn(shift.text(JSON.stringify(json))), byName.flat());
        const text = `LINESTRING(${places.map((numbers) => numbers.join(" ")).join(", ")})`;
        assertEquals(numbersIn(shift.text(text)), byName.flat());
        const encoded = encodeURIComponent(encodeURIComponent(text));
        const decoded = decodeURIComponent(decodeURIComponent(shift.text(encoded)));
        assertEquals(numbersIn(decoded), byName.flat());
        assertEquals(
          shift.text(text).replaceAll(/[-+\d.]+/g, "1"),
          text.replaceAll(/[-+\d.]+/g, "1"),
        );
      },
    ),
    { runs: 100 },
  );
});

function numbersIn(text: string): readonly number[] {
  return Array.from(text.matchAll(/-?\d+(?:\.\d+)?/g), ([number]) => Number(number));
}

Deno.test("names of places say the order of their numbers, or that there is none", () => {
  assertEquals(orderOfName("pickupLatLng"), "latitude-first");
  assertEquals(orderOfName("lon_lat"), "longitude-first");
  assertEquals(orderOfName("lastKnownPosition"), "either");
  assertEquals(orderOfName("allocations"), undefined);
  assertEquals(codeOfPlace("polyline", "ab"), undefined);
  assertEquals(codeOfPlace("name", "u33dc0"), undefined);
  assert(isGeoJson({ type: "featurecollection" }) && !isGeoJson({ type: 7 }));
  assertEquals(placesIn([[1, 2], [3, "x"]]), undefined);
});
