// Polling payloads: the stock parsers as oracles both ways, round trips, and traffic gone bad, of
// which nothing may be lost.

import fc from "fast-check";
import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import * as stock4 from "engine.io-parser";
import stock3 from "engine.io-parser-2";
import { concatBytes, encodeUtf8, type Payload } from "../../../src/base/bytes.ts";
import {
  ENGINE_TYPES,
  type EnginePacket,
  type EngineVersion,
} from "../../../src/protocols/engine_io/packet.ts";
import { decodePayload, encodePayload } from "../../../src/protocols/engine_io/payload.ts";
import { checkProperty } from "../../house/property.ts";
import {
  anyText,
  bytes,
  forStock,
  type GoodPacket,
  likeOurs,
  mutate,
  mutations,
  packets3,
  packets4,
} from "./arbitraries.ts";

const essence = ({ type, data }: EnginePacket): unknown => ({ type, data });

Deno.test("decodePayload() and encodePayload() agree with engine.io-parser 5", () => {
  const property = fc.property(packets4, (packets) => {
    let stock = "";
    stock4.encodePayload(packets.map(forStock), (encoded) => stock = encoded);
    assertEquals(encodePayload(packets, 4), stock);
    const read = decodePayload(stock, 4);
    assertEquals(read.map(essence), stock4.decodePayload(stock).map(likeOurs));
    assertEquals(read.map(essence), packets);
    checkTiles(stock, read);
  });
  checkProperty("payloads of revision 4 and their oracle", property, { runs: 1500 });
});

Deno.test("decodePayload() and encodePayload() agree with engine.io-parser 2", () => {
  const property = fc.property(packets3, fc.boolean(), (packets, binary) => {
    const stock = encodeStock3(packets, binary);
    const ours = encodePayload(packets, 3, { binary });
    assertEquals(ours, typeof stock === "string" ? stock : new Uint8Array(stock));
    const read = decodePayload(ours, 3);
    const oracle: unknown[] = [];
    stock3.decodePayload(stock, null, (packet: GoodPacket) => void oracle.push(likeOurs(packet)));
    assertEquals(read.map(essence), oracle);
    assertEquals(read.map(essence), packets);
    checkTiles(ours, read);
  });
  checkProperty("payloads of revision 3 and their oracle", property, { runs: 1500 });
});

function encodeStock3(packets: readonly GoodPacket[], binary: boolean): string | Buffer {
  let stock: string | Buffer = "";
  stock3.encodePayload(
    packets.map(forStock),
    binary,
    (encoded: string | Buffer) => stock = encoded,
  );
  return stock;
}

Deno.test("encodePayload() writes lone surrogates as the stock parser does", () => {
  const packets: GoodPacket[] = [
    { type: "message", data: "a\ud800b" },
    { type: "message", data: Uint8Array.of(1) },
  ];
  const stock = encodeStock3(packets, true);
  assert(typeof stock !== "string");
  assertEquals(encodePayload(packets, 3, { binary: true }), new Uint8Array(stock));
});

Deno.test("encodePayload() of nothing is what stock peers send", () => {
  assertEquals(encodePayload([], 3), encodeStock3([], true));
  assertEquals(decodePayload("0:", 3), []);
  assertEquals(encodePayload([], 4), "");
});

Deno.test("decodePayload() loses nothing of good traffic gone bad", () => {
  const good = fc.oneof(
    packets4.map((packets) => [encodePayload(packets, 4), 4] as const),
    packets3.map((packets) => [encodePayload(packets, 3), 3] as const),
    packets3.map((packets) => [encodePayload(packets, 3, { binary: true }), 3] as const),
  );
  const property = fc.property(good, fc.boolean(), mutations, ([data, version], raw, changes) => {
    const carried = raw && typeof data === "string" ? encodeUtf8(data) : data;
    checkWhole(mutate(carried, changes), version);
  });
  checkProperty("mutated payloads", property, { runs: 1000 });
});

Deno.test("decodePayload() takes anything and loses nothing", () => {
  const framed = fc.tuple(fc.nat(9), fc.constantFrom(":", "\x1e", ""), anyText)
    .map((parts) => parts.join(""));
  const binary = fc.tuple(fc.nat(1), fc.nat(9), bytes)
    .map(([kind, length, rest]) => Uint8Array.of(kind, length, 255, ...rest));
  const payload: fc.Arbitrary<Payload> = fc.oneof(anyText, framed, bytes, binary);
  const property = fc.property(payload, fc.constantFrom<EngineVersion>(3, 4), checkWhole);
  checkProperty("payloads of any kind", property, { runs: 1500 });
});

function checkWhole(data: Payload, version: EngineVersion): void {
  const packets = decodePayload(data, version);
  if (packets.length === 0) return assertEquals(data, "0:");
  checkTiles(data, packets);
  for (const packet of packets) checkContent(data, packet);
}

/** Each packet begins where the one before ended. */
function checkTiles(data: Payload, packets: readonly EnginePacket[]): void {
  let end = 0;
  for (const packet of packets) {
    assertEquals(packet.start, end);
    end = packet.end;
  }
  assertEquals(end, data.length);
}

/** In a packet's place stand its type and data in one of their forms, and nothing but a frame. */
function checkContent(data: Payload, packet: EnginePacket): void {
  // The last digit's spare bits and the padding are told by the note alone.
  if (packet.notes.some(({ rule }) => rule === "engine.io/base64-form")) return;
  const place = Buffer.from(data.slice(packet.start, packet.end));
  const isFramed = packet.version === 4 ? isBeforeSeparator : isAfterHeader;
  const fits = forms(packet).some((form) => isFramed(place, Buffer.from(form)));
  assert(fits, `${JSON.stringify(packet)} does not stand in ${place.toString("hex")}`);
}

function isBeforeSeparator(place: Buffer, content: Buffer): boolean {
  const rest = place.subarray(content.length).toString("latin1");
  return place.subarray(0, content.length).equals(content) && (rest === "" || rest === "\x1e");
}

function isAfterHeader(place: Buffer, content: Buffer): boolean {
  const at = place.length - content.length;
  const header = place.subarray(0, Math.max(at, 0)).toString("latin1");
  return place.subarray(at).equals(content) && HEADER.test(header);
}

// deno-lint-ignore no-control-regex
const HEADER = /^(?:\d+:|[\x00\x01][\x00-\x09]+\xff)?$/;

function forms({ type, data }: EnginePacket): readonly Payload[] {
  if (type === "unknown") return [data];
  const digit = ENGINE_TYPES.indexOf(type);
  if (typeof data === "string") return [`${digit}${data}`];
  const base64 = Buffer.from(data).toString("base64");
  return [
    `b${digit}${base64}`,
    `b${base64}`,
    Uint8Array.of(digit, ...data),
    Uint8Array.of(0x30 + digit, ...data),
  ];
}

Deno.test("decodePayload() reads text bodies of revision 3 that are not UTF-8 as a whole", () => {
  const broken = concatBytes([
    encodeUtf8("5:4€\u{1f69a}!"),
    Uint8Array.of(0x33, 0x3a, 0x34, 0xff, 0xe2),
    encodeUtf8("1:2"),
  ]);
  const packets = decodePayload(broken, 3);
  assertEquals(packets.map(essence), [
    { type: "message", data: "€\u{1f69a}!" },
    { type: "message", data: Uint8Array.of(0xff, 0xe2) },
    { type: "ping", data: "" },
  ]);
  checkTiles(broken, packets);
});

Deno.test("decodePayload() reads what stands before a cut inside a character", () => {
  const cut = encodeUtf8("2:4€1:23:4€€").subarray(0, -1);
  const packets = decodePayload(cut, 3);
  assertEquals(packets.map(({ type }) => type), ["message", "ping", "message"]);
  assertEquals(packets[2]?.data, encodeUtf8("€€").subarray(0, -1));
  assertEquals(packets[2]?.notes[0]?.rule, "engine.io/not-utf8");
});

const badHeaders: readonly Payload[] = [
  ":4a",
  "x:4a",
  "-1:4a",
  "1e1:4aaaaaaaaa",
  "9999999999999999999:4a",
  "2",
  Uint8Array.of(0, 255, 0x34),
  Uint8Array.of(0, 10, 255, 0x34),
  Uint8Array.of(1, 1),
  Uint8Array.of(1),
  Uint8Array.of(1, ...new Array<number>(400).fill(9), 255, 4),
];

for (const data of badHeaders) {
  const shown = typeof data === "string" ? data : Buffer.from(data).toString("hex", 0, 20);
  Deno.test(`decodePayload() keeps ${shown} as unknown`, () => {
    const [packet, ...others] = decodePayload(data, 3);
    assertEquals(others, []);
    assertEquals(packet?.type, "unknown");
    assertEquals(packet?.data, data);
    assertEquals(packet?.notes[0]?.rule, "engine.io/length");
  });
}

Deno.test("decodePayload() of a megabyte of digits ends soon", () => {
  const digits = "1".repeat(1_000_000);
  assertEquals(decodePayload(digits, 3).length, 1);
  assertEquals(decodePayload("4".concat("\x1e".repeat(100_000)), 4).length, 100_001);
});
