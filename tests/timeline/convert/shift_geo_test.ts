// Where positions hide: in text within arguments, pairs, alone, encoded; and how exactly they move.

import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import type { JsonValue } from "../../../src/base/json.ts";
import { CHANCE_BYTES, GeoShift } from "../../../src/timeline/convert/shift_geo.ts";
import { checkProperty } from "../../house/property.ts";
import { convertText, entriesOf, tapeOf, verifyText } from "./tapes.ts";

const CHANCE = Uint8Array.from({ length: CHANCE_BYTES }, (_, index) => index * 37 + 11);
const LATITUDE = "-6.212352";
const LONGITUDE = "106.812353";

function moved(value: JsonValue): JsonValue | undefined {
  return new GeoShift(CHANCE).args([value])[0];
}

/** What the two coordinates become. */
function movedCoordinates(): readonly [latitude: string, longitude: string] {
  const [latitude, longitude] = String(moved(`lat=${LATITUDE}&lng=${LONGITUDE}`))
    .match(/-?\d+\.\d+/g) ?? [];
  assert(latitude !== undefined && longitude !== undefined);
  return [latitude, longitude];
}

const HIDING_PLACES: readonly string[] = [
  `{"lat":${LATITUDE},"lng":${LONGITUDE}}`,
  `{"center":{"lat":${LATITUDE}},"other":[{"lon":${LONGITUDE}}]}`,
  `{"pickup_lat":${LATITUDE},"pickupLng":"${LONGITUDE}"}`,
  `{"url":"https://maps?lat=${LATITUDE}&lng=${LONGITUDE}"}`,
  `{"url":"https://maps?at=%7B%22lat%22%3A${LATITUDE}%2C%22lng%22%3A${LONGITUDE}%7D"}`,
  `{"url":"/go?to=https%3A%2F%2Fmaps%3Flat%3D${LATITUDE}%26lng%3D${LONGITUDE}"}`,
  `{"json":"{\\"lat\\":${LATITUDE},\\"lng\\":\\"${LONGITUDE}\\"}"}`,
  `{"gps":"${LATITUDE},${LONGITUDE}"}`,
  `{"gps":"${LONGITUDE}, ${LATITUDE}"}`,
  `{"way":"${LATITUDE},${LONGITUDE};${LATITUDE},${LONGITUDE}|${LATITUDE},${LONGITUDE}"}`,
  `{"url":"https://maps/@${LATITUDE},${LONGITUDE},15z?ll=${LATITUDE}%2C${LONGITUDE}"}`,
  `{"url":"geo:${LATITUDE},${LONGITUDE}","x":"ll%3D${LATITUDE}%252C${LONGITUDE}"}`,
  `{"${LATITUDE},${LONGITUDE}":1}`,
  `{"words":"stands at lat: ${LATITUDE}, lng: ${LONGITUDE}."}`,
];

for (const json of HIDING_PLACES) {
  Deno.test(`GeoShift moves what stands in ${json}, and nothing else`, async () => {
    const [latitude, longitude] = movedCoordinates();
    const expected = json.replaceAll(LATITUDE, latitude).replaceAll(LONGITUDE, longitude);
    assertNotEquals(expected, json);
    assertEquals(moved(JSON.parse(json)), JSON.parse(expected));
    const args = [JSON.parse(json)];
    const tape = tapeOf(
      ...OPENING,
      { ...MESSAGE, at: 4, text: `42["x",${json}]` },
      { ...MESSAGE, kind: "event", at: 4, ns: "/", name: "x", args, of: 5 },
      { kind: "end", at: 9, entries: 5 },
    );
    const { text, problems } = await convertText(tape, { replacers: [new GeoShift(CHANCE)] });
    assertEquals(problems, []);
    assertEquals(entriesOf(text)[3]?.text, `42["x",${expected}]`);
    assertEquals(entriesOf(text)[4]?.args, [JSON.parse(expected)]);
    assertEquals((await verifyText(text)).findings.filter(({ line }) => line > 3), []);
  });
}

const MESSAGE = { kind: "message", conn: 1, from: "server" };
const URL = "/socket.io/?EIO=4&transport=websocket";
const OPENING: readonly object[] = [
  { kind: "request", at: 1, conn: 1, id: 1, method: "GET", url: URL, headers: [["Upgrade", "x"]] },
  { kind: "response", at: 2, conn: 1, id: 1, status: 101, headers: [] },
  { ...MESSAGE, at: 3, text: '40{"sid":"x"}' },
];

const NO_PLACES: readonly JsonValue[] = [
  { lat: 0, lng: 0 },
  { lat: 999, lng: 999 },
  { too_long: 5, plat: 3.5, latest: 4.5 },
  { list: [1.5, 2.5], version: "1.2.3,4.5.6", json: '{"list":["a",1.5,2.5]}' },
  "12,13",
  "took 1.5 s",
];

for (const value of NO_PLACES) {
  Deno.test(`GeoShift leaves ${JSON.stringify(value)} alone`, () => {
    const shift = new GeoShift(CHANCE);
    assertEquals(shift.args([value]), [value]);
    assertEquals(shift.moved, 0);
  });
}

Deno.test("GeoShift leaves raw JSON lists alone, as it does in event lines", () => {
  const text = '42["x",1.5,2.5,[3.5,4.5],true,5.5,6.5,{"list":[ 7.5, 8.5 ]}]';
  assertEquals(new GeoShift(CHANCE).text(text), text);
});

Deno.test("GeoShift changes every digit: no vector is round", () => {
  const [place] = new GeoShift(CHANCE).args([{ lat: "1.0000000000", lng: "2.0000000000" }]);
  assertMatch(JSON.stringify(place), /"lat":"-?\d+\.\d{10}","lng":"-?\d+\.\d{10}"/);
  assert(!/0000/.test(JSON.stringify(place)), JSON.stringify(place));
});

Deno.test("GeoShift keeps equal numbers equal and others apart, at every precision", () => {
  checkProperty(
    "GeoShift apart",
    fc.property(
      fc.uint8Array({ minLength: CHANCE_BYTES, maxLength: CHANCE_BYTES }),
      fc.integer({ min: 0, max: 7 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 10 }),
      (chance, decimals, steps) => {
        const shift = new GeoShift(chance);
        const written = steps.map((step) => (step / 10 ** decimals).toFixed(decimals));
        const first = written.map((lng) => JSON.stringify(shift.args([{ lng }])));
        assertEquals(written.map((lng) => JSON.stringify(shift.args([{ lng }]))), first);
        assertEquals(new Set(first).size, steps.length);
        for (const text of first) {
          const [, places = ""] = /"-?\d+(?:\.(\d+))?"/.exec(text) ?? [];
          assertEquals(places.length, decimals);
        }
      },
    ),
    { runs: 100 },
  );
});

Deno.test("what is hidden in an argument stays hidden when a number before it changes", async () => {
  const u = "https://m?lat=-6.2&token=***&lng=106.8";
  const text = `42["x",{"u":"${u}"}]`;
  const redacted = { "args[0].u": [[u.indexOf("*"), 3, "11aa22bb"]] };
  const tape = tapeOf(
    ...OPENING,
    { ...MESSAGE, at: 4, text, redacted: { text: [[text.indexOf("*"), 3, "11aa22bb"]] } },
    { ...MESSAGE, kind: "event", at: 4, ns: "/", name: "x", args: [{ u }], of: 5, redacted },
  );
  const chance = new Uint8Array(17).fill(255);
  const { text: moved } = await convertText(tape, { replacers: [new GeoShift(chance)] });
  const [raw, event] = entriesOf(moved).slice(3).map((entry) => JSON.parse(JSON.stringify(entry)));
  assertEquals(raw.redacted.text, [[raw.text.indexOf("*"), 3, "11aa22bb"]]);
  const [{ u: address }] = event.args;
  assertNotEquals(address.indexOf("*"), u.indexOf("*"));
  assertEquals(event.redacted, { "args[0].u": [[address.indexOf("*"), 3, "11aa22bb"]] });
});

Deno.test("what is hidden in an address stays hidden when a number before it changes", async () => {
  const url = "/socket.io/?EIO=4&lat=-6.2&token=*****";
  const start = url.indexOf("*");
  const hidden = { url: [[start, 5, "9f2c11aa"]], "headers[0]": [[11, 3, "11aa9f2c"]] };
  const headers = [["Referer", "?lat=-6.2&x***"]];
  const request = { kind: "request", at: 1, conn: 1, id: 1, method: "GET", url, headers };
  const tape = tapeOf({ ...request, redacted: hidden });
  const { text } = await convertText(tape, {
    replacers: [new GeoShift(new Uint8Array(17).fill(255))],
  });
  const [entry] = entriesOf(text);
  const address = String(entry?.url);
  assertNotEquals(address.length, url.length);
  const { redacted } = JSON.parse(JSON.stringify(entry));
  assertEquals(redacted.url, [[address.indexOf("*"), 5, "9f2c11aa"]]);
  assertEquals(redacted["headers[0]"], [[10, 3, "11aa9f2c"]]);
});
