// Tapes that are made for others to see: positions moved, ids replaced, everywhere and alike.

import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { encodeUtf8, toBase64 } from "../../../src/base/bytes.ts";
import { encodePacketAsMsgpack } from "../../../src/protocols/socket_io/msgpack.ts";
import { readTape } from "../../../src/tape/reader.ts";
import { IdCollector, Pseudonyms } from "../../../src/timeline/convert/pseudonyms.ts";
import { CHANCE_BYTES, GeoShift } from "../../../src/timeline/convert/shift_geo.ts";
import { compilePath } from "../../../src/timeline/filter/path.ts";
import { positionsIn } from "../../../src/timeline/positions.ts";
import { momentsOf } from "../../../src/timeline/timeline.ts";
import { checkProperty } from "../../house/property.ts";
import {
  convertText,
  entriesOf,
  fixture,
  FIXTURES,
  momentsIn,
  tapeOf,
  verifyText,
} from "./tapes.ts";

const CHANCE = Uint8Array.from({ length: CHANCE_BYTES }, (_, index) => index * 20);
const KEY = Uint8Array.from({ length: 16 }, (_, index) => index);

async function shifted(text: string): Promise<string> {
  const { text: moved, problems } = await convertText(text, { replacers: [new GeoShift(CHANCE)] });
  assertEquals(problems, []);
  return moved;
}

async function disguised(text: string, ...paths: readonly string[]): Promise<string> {
  const compiled = paths.map((path) => compilePath(path));
  const collector = new IdCollector(compiled);
  for await (const moment of momentsOf(await readTape([encodeUtf8(text)]))) {
    collector.moment(moment);
  }
  const replacers = [new Pseudonyms(collector.ids, compiled, KEY)];
  const { text: replaced, problems } = await convertText(text, { replacers });
  assertEquals(problems, []);
  return replaced;
}

async function positionsOf(text: string): Promise<readonly (readonly [number, number])[]> {
  return (await momentsIn(text)).flatMap(({ decoded }) =>
    positionsIn(decoded?.event?.args ?? []).map(({ latitude, longitude }) =>
      [latitude, longitude] as const
    )
  );
}

function decimalsOf(number: number): number {
  return String(number).split(".")[1]?.length ?? 0;
}

const ORIGINAL = /-6\.(?:19|20)\d|106\.80\d|-6\.2(?!\d)|106\.8(?!\d)/;

for (const [name, text] of FIXTURES) {
  Deno.test(`GeoShift moves every position of the tape ${name} by one vector`, async () => {
    const moved = await shifted(text);
    const [before, after] = [await positionsOf(text), await positionsOf(moved)];
    assertEquals(after.length, before.length);
    for (const axis of [0, 1] as const) {
      const ways = before.map((position, index) => {
        const way = (after[index]?.[axis] ?? 0) - position[axis];
        return { way: (way + 360) % 360, decimals: decimalsOf(position[axis]) };
      });
      // The vector itself is rounded to what each number can say.
      const most = Math.max(...ways.map(({ decimals }) => decimals));
      const vector = ways.find(({ decimals }) => decimals === most)?.way ?? 0;
      for (const { way, decimals } of ways) {
        assert(Math.abs(way - vector) <= 0.51 * (10 ** -decimals + 10 ** -most), `${way}`);
      }
    }
    // Times are not positions.
    const texts = moved.replaceAll(/"at":[\d.]+/g, "");
    if (before.length > 0) assertEquals(ORIGINAL.exec(texts), null);
    assertEquals((await verifyText(moved)).findings, []);
  });

  Deno.test(`Pseudonyms take the places of the ids on the tape ${name}`, async () => {
    const replaced = await disguised(text, "**.ssoId", "**.room");
    assertEquals(/222222/.exec(replaced), null);
    assertEquals(replaced.length, text.length);
    assertEquals((await verifyText(replaced)).findings, []);
  });
}

Deno.test("GeoShift keeps types and decimals, and leaves what is no position", () => {
  const shift = new GeoShift(CHANCE);
  const [first] = shift.args([{ lat: -6.25, lng: "106.8000", n: 1 }]);
  assert(typeof first === "object" && first !== null && "lat" in first && "lng" in first);
  assert(typeof first.lat === "number" && /^-?\d+(\.\d{1,2})?$/.test(String(first.lat)));
  assert(typeof first.lng === "string" && /^-?\d+\.\d{4}$/.test(first.lng));
  const none = [{ lat: 0, lng: 0 }, { lat: 999, lng: 399 }, { lat: -91, centre: { lng: 0 } }, {
    latest: 4,
  }, "lat"];
  assertEquals(shift.args(none), none);
  assertEquals(shift.text("lat=0.0&n=1.5"), "lat=0.0&n=1.5");
  assertNotEquals(shift.text('{ lat: -6.25, "lng":"106.8" }'), '{ lat: -6.25, "lng":"106.8" }');
});

Deno.test("GeoShift pushes nothing over a pole", () => {
  const shift = new GeoShift(CHANCE);
  const [south, north] = positionsIn(
    shift.args([{ lat: -9.5, lng: 1.5 }, { lat: 89.5, lng: 1.5 }]),
  );
  assert(south !== undefined && south.latitude > -9.5);
  assert(north !== undefined && north.latitude <= 90 && north.latitude < 89.5);
});

Deno.test("binary in event lines is left as it is", () => {
  const $binary = { bytes: 3, sha256: "1234-5678", base64: "5678" };
  const names = new Pseudonyms(new Set(["5678"]), [], KEY);
  const [binary, id] = names.args([{ $binary }, "x-5678"]);
  assertEquals(binary, { $binary });
  assertNotEquals(id, "x-5678");
});

Deno.test("GeoShift moves far, alike, and stays on earth, whatever chance says", () => {
  checkProperty(
    "GeoShift",
    fc.property(
      fc.uint8Array({ minLength: CHANCE_BYTES, maxLength: CHANCE_BYTES }),
      fc.integer({ min: -780_000, max: 780_000 }),
      fc.integer({ min: -1_800_000, max: 1_800_000 }),
      (chance, north, east) => {
        const [lat, lng] = [north / 10_000, east / 10_000];
        const [moved] = positionsIn(new GeoShift(chance).args([{ lat, lng }]));
        if (lat === 0) return;
        assert(moved !== undefined);
        assert(Math.abs(moved.latitude) <= 90 && Math.abs(moved.longitude) <= 180);
        assert(Math.abs(moved.latitude - lat) >= 3.99, `${moved.latitude - lat}`);
      },
    ),
    { runs: 300 },
  );
});

Deno.test("positions move in msgpack, in requests and in log lines too", async () => {
  const connect = encodePacketAsMsgpack({ type: "CONNECT", namespace: "/", data: { sid: "x" } });
  const data = ["track", { lat: 52.5, lng: 13.4 }];
  const event = encodePacketAsMsgpack({ type: "EVENT", namespace: "/", data });
  const url = "/socket.io/?EIO=4&transport=websocket&lat=52.5&lon=13.4";
  const message = { kind: "message", at: 3, conn: 1, from: "server" };
  const moved = await shifted(tapeOf(
    { kind: "request", at: 1, conn: 1, id: 1, method: "GET", url, headers: [["Upgrade", "x"]] },
    { kind: "response", at: 2, conn: 1, id: 1, status: 101, headers: [] },
    { ...message, base64: toBase64(connect) },
    { ...message, base64: toBase64(event) },
    { kind: "log", at: 4, source: "x", text: "writing { lat: 52.5, lng: 13.4 }" },
  ));
  const [position] = await positionsOf(moved);
  assert(position !== undefined);
  const [latitude, longitude] = position;
  const entries = entriesOf(moved);
  assertEquals(
    entries.at(-1)?.text,
    `writing { lat: ${latitude.toFixed(1)}, lng: ${longitude.toFixed(1)} }`,
  );
  assert(
    String(entries[0]?.url).endsWith(`lat=${latitude.toFixed(1)}&lon=${longitude.toFixed(1)}`),
  );
});

Deno.test("a pseudonym is the same wherever its id stands, and as wide", async () => {
  const text = await disguised(fixture("tracking"), "**.ssoId");
  const events = entriesOf(text).filter(({ kind, name }) => kind === "event" && name);
  const ids = new Set(text.match(/(?<=ssoId\\*":)\d+/g));
  assertEquals([...ids].map((id) => id.length), [6]);
  assert(events.length > 0);
  // The room's name holds the same id.
  assertEquals(new Set(text.match(/(?<=track_)\d+/g)), ids);
});

Deno.test("short ids are replaced where the path leads, and nowhere else", async () => {
  const headers = [["Upgrade", "websocket"]];
  const tape = tapeOf(
    { kind: "request", at: 1, conn: 1, id: 1, method: "GET", url: "/ws?n=19", headers },
    { kind: "response", at: 2, conn: 1, id: 1, status: 101, headers },
    { kind: "message", at: 3, conn: 1, from: "client", text: '{"id":19,"n":19}' },
  );
  const [request, , message] = entriesOf(await disguised(tape, "$.id"));
  assertEquals(request?.url, "/ws?n=19");
  assert(/^\{"id":(?!19)[1-9]\d,"n":19\}$/.test(String(message?.text)), `${message?.text}`);
});

Deno.test("different ids stay different, and keep their make", () => {
  checkProperty(
    "Pseudonyms",
    fc.property(fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 20 }), (ids) => {
      const names = new Pseudonyms(new Set(ids), [], KEY);
      const replaced = ids.map((id) => names.text(id));
      assertEquals(new Set(replaced).size, ids.length);
      for (const [index, name] of replaced.entries()) {
        assertNotEquals(name, ids[index]);
        assert(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name), name);
      }
    }),
    { runs: 100 },
  );
});

Deno.test("lines that cannot be looked into are told", async () => {
  const tape = tapeOf({ kind: "from-tomorrow", at: 5, lat: 1.5 });
  const { text, problems } = await convertText(tape, { replacers: [new GeoShift(CHANCE)] });
  assertEquals(text, tape);
  assertEquals(problems.map(({ line }) => line), [2]);
});

Deno.test("ids are replaced in queries under the same name, however short", async () => {
  const headers = [["Upgrade", "websocket"], ["Referer", "https://a/?x=1&userId=19"]];
  const url = "/ws?userId=19&n=19&userIds=19";
  const tape = tapeOf(
    { kind: "request", at: 1, conn: 1, id: 1, method: "GET", url, headers },
    { kind: "response", at: 2, conn: 1, id: 1, status: 101, headers: [["Upgrade", "websocket"]] },
    { kind: "message", at: 3, conn: 1, from: "client", text: '{"userId":19,"n":19}' },
  );
  const [request, , message] = entriesOf(await disguised(tape, "**.userId"));
  const [, id] = /^\{"userId":(\d\d),"n":19\}$/.exec(String(message?.text)) ?? [];
  assertNotEquals(id, "19");
  assertEquals(request?.url, `/ws?userId=${id}&n=19&userIds=19`);
  assertEquals(JSON.stringify(request?.headers).match(/userId=\d+/)?.[0], `userId=${id}`);
});

Deno.test("ids are replaced in queries even when no event has them", async () => {
  const headers = [["Upgrade", "websocket"]];
  const url = "/ws?user-id=a%40b";
  const request = { kind: "request", at: 1, conn: 1, id: 1, method: "GET", url, headers };
  const [entry] = entriesOf(await disguised(tapeOf(request), '**["user-id"]'));
  assertMatch(String(entry?.url), /^\/ws\?user-id=[a-z]%40[a-z]$/);
  assertNotEquals(entry?.url, url);
});
