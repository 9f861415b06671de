// msgpack against its oracles: notepack.io for values, socket.io-msgpack-parser for packets.

import fc from "fast-check";
import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import notepack from "notepack.io";
import stock from "socket.io-msgpack-parser";
import type { JsonValue, Value } from "../../../src/base/json.ts";
import { valueToJson } from "../../../src/base/json.ts";
import { encodePacket } from "../../../src/protocols/socket_io/encode.ts";
import { decodePacketFromMsgpack } from "../../../src/protocols/socket_io/msgpack.ts";
import { decodeMsgpack, MAX_NOTES } from "../../../src/protocols/socket_io/msgpack_decode.ts";
import { encodeMsgpack } from "../../../src/protocols/socket_io/msgpack_encode.ts";
import { MAX_JSON_DEPTH } from "../../../src/base/json_depth.ts";
import { checkProperty } from "../../house/property.ts";
import { binaryPacket, binaryValue, plainValue } from "./arbitraries.ts";
import { plainBytes } from "./stock.ts";

/** Lone surrogates have no UTF-8, and notepack.io garbles integers that need more than 64 bits. */
function isEncodable(value: Value): boolean {
  return JSON.stringify(valueToJson(value)).search(/\\ud[89a-f]/) === -1 && !hasHugeInteger(value);
}

function hasHugeInteger(value: Value): boolean {
  if (typeof value === "number") return Number.isInteger(value) && Math.abs(value) >= 2 ** 63;
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return false;
  return Object.values(value).some(hasHugeInteger);
}

const value = fc.oneof(
  plainValue,
  binaryValue,
  fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
  fc.string({ minLength: 250, maxLength: 260 }),
  fc.array(fc.integer(), { minLength: 14, maxLength: 18 }),
  fc.dictionary(fc.string(), fc.integer(), { minKeys: 14, maxKeys: 18 }),
  fc.uint8Array({ minLength: 250, maxLength: 260 }).map((bytes) => new Uint8Array(bytes)),
).filter(isEncodable);

Deno.test("decodeMsgpack() reads what notepack.io wrote", () => {
  checkProperty(
    "notepack.io → ours",
    fc.property(value, (given) => {
      const decoded = decodeMsgpack(new Uint8Array(notepack.encode(given)));
      assertEquals(decoded, { value: given, notes: [] });
    }),
    { runs: 1000 },
  );
});

Deno.test("encodeMsgpack() writes the bytes that notepack.io writes", () => {
  checkProperty(
    "ours = notepack.io",
    fc.property(value, (given) => {
      assertEquals(encodeMsgpack(given), new Uint8Array(notepack.encode(given)));
    }),
    { runs: 1000 },
  );
});

Deno.test("encodeMsgpack() writes integers of any size so that they are read the same", () => {
  for (const given of [2 ** 63, 2 ** 64, -(2 ** 63), 1e300, Number.MAX_VALUE, -0]) {
    assertEquals(decodeMsgpack(encodeMsgpack(given)), { value: given + 0, notes: [] });
  }
});

Deno.test("encodeMsgpack() writes long lengths in four bytes", () => {
  const long: readonly Value[] = [
    "x".repeat(70_000),
    new Uint8Array(70_000),
    new Array<number>(70_000).fill(1),
    Object.fromEntries(Array.from({ length: 70_000 }, (_, index) => [String(index), index])),
  ];
  for (const given of long) {
    const bytes = encodeMsgpack(given);
    assertEquals(Buffer.compare(Buffer.from(bytes), notepack.encode(given)), 0);
    assertEquals(decodeMsgpack(bytes).value, given);
  }
});

Deno.test("packets go to socket.io-msgpack-parser and come from it", () => {
  checkProperty(
    "ours ↔ socket.io-msgpack-parser",
    fc.property(binaryPacket.filter(({ data }) => isEncodable(data ?? null)), (packet) => {
      const { type, namespace, ackId, data = null } = packet;
      const number = type === "EVENT" ? 2 : 3;
      const id = ackId === undefined ? {} : { id: ackId };
      const [wire] = encodePacket({ ...packet, encoding: "msgpack" });
      const decoder = new stock.Decoder();
      let read: unknown;
      decoder.on("decoded", (decoded: { data: Value }) => {
        read = { ...decoded, data: plainBytes(decoded.data) };
      });
      decoder.add(Buffer.from(wire as Uint8Array));
      assertEquals(read, { type: number, nsp: namespace, data, ...id });

      const sent = { type: number, nsp: namespace, data, ...id };
      // Its types promise an ArrayBuffer, it gives an array of Buffers.
      const [theirs] = new stock.Encoder().encode(sent) as unknown as readonly Uint8Array[];
      assertEquals(decodePacketFromMsgpack(new Uint8Array(theirs ?? [])), {
        protocol: "socket.io",
        type,
        encoding: "msgpack",
        namespace,
        ...(ackId === undefined ? {} : { ackId }),
        data,
        notes: [],
      });
    }),
    { runs: 1000 },
  );
});

const FORMS: readonly (readonly [what: string, hex: string, value: JsonValue | undefined])[] = [
  ["undefined", "d40000", undefined],
  ["undefined in an array", "92d4000001", [null, 1]],
  ["undefined in a map", "82a161d40000a16201", { b: 1 }],
  ["an old date", "d700000000000000000a", "1970-01-01T00:00:00.010Z"],
  ["an old date before 1970", "d700fffffffffffffff6", "1969-12-31T23:59:59.990Z"],
  ["a date out of range", "d7007fffffffffffffff", null],
  ["timestamp 32", "d6ff00000001", "1970-01-01T00:00:01.000Z"],
  ["timestamp 64", "d7ff0000000400000001", "1970-01-01T00:00:01.000Z"],
  ["timestamp 64 with milliseconds", "d7ff07735940" + "00000001", "1970-01-01T00:00:01.031Z"],
  ["timestamp 96", "c70cff00000000ffffffffffffffff", "1969-12-31T23:59:59.000Z"],
  ["float 32", "ca3fc00000", 1.5],
  ["int 8", "d0ff", -1],
  ["int 64", "d3fffffffffffffffe", -2],
  ["uint 64", "cf0000000100000000", 4294967296],
];

for (const [what, hex, expected] of FORMS) {
  Deno.test(`decodeMsgpack() reads ${what}`, () => {
    const { value: read, notes } = decodeMsgpack(new Uint8Array(Buffer.from(hex, "hex")));
    assertEquals([read, notes], [expected, []]);
  });
}

Deno.test("decodeMsgpack() reads notepack's ArrayBuffer as binary", () => {
  const read = decodeMsgpack(new Uint8Array([0xc7, 2, 0, 8, 9]));
  assertEquals(read, { value: new Uint8Array([8, 9]), notes: [] });
});

const BROKEN: readonly (readonly [what: string, hex: string, value: Value | undefined])[] = [
  ["nothing", "", undefined],
  ["an unused prefix", "c1", undefined],
  ["an array cut short", "930102", [1, 2]],
  ["a map cut short", "82a16101a162", { a: 1 }],
  ["an array of four thousand million", "ddffffffff01", [1]],
  ["a string cut short", "a5616263", undefined],
  ["bytes behind the value", "0102", 1],
  ["a string that is not UTF-8", "a2c328", "\ufffd("],
  ["a key that is no string", "810102", { "1": 2 }],
  ["another extension", "d50709ff", [7, new Uint8Array([9, 255])]],
  ["an integer beyond 2^53", "cfffffffffffffffff", 18446744073709551615],
];

for (const [what, hex, expected] of BROKEN) {
  Deno.test(`decodeMsgpack() notes ${what}`, () => {
    const { value: read, notes } = decodeMsgpack(new Uint8Array(Buffer.from(hex, "hex")));
    assertEquals([read, notes.map(({ rule }) => rule)], [expected, ["socket.io/msgpack"]]);
  });
}

Deno.test("decodeMsgpack() stops at the depth limit", () => {
  const { value: read, notes } = decodeMsgpack(new Uint8Array(100_000).fill(0x91));
  assertEquals(notes.length, 1);
  let depth = 0;
  for (let inner = read; Array.isArray(inner); inner = inner[0]) depth++;
  assertEquals(depth, MAX_JSON_DEPTH + 1);
});

Deno.test("decodeMsgpack() does not note a million keys one by one", () => {
  const bytes = new Uint8Array(2_000_005).fill(1);
  bytes.set([0xdf, 0x00, 0x0f, 0x42, 0x40]);
  assertEquals(decodeMsgpack(bytes).notes.length, MAX_NOTES);
});

Deno.test("decodeMsgpack() keeps __proto__ a key", () => {
  const { value: read } = decodeMsgpack(encodeMsgpack({ ["__proto__"]: { polluted: true } }));
  assertEquals(JSON.stringify(read), '{"__proto__":{"polluted":true}}');
});

const ODD_PACKETS: readonly (readonly [what: string, map: Value, rules: number])[] = [
  ["without a namespace", { type: 2, data: ["a"] }, 1],
  ["whose id is a string", { type: 3, data: [], nsp: "/", id: "1" }, 2],
  ["without data", { type: 2, nsp: "/" }, 1],
];

for (const [what, map, rules] of ODD_PACKETS) {
  Deno.test(`decodePacketFromMsgpack() notes a packet ${what} and keeps its bytes`, () => {
    const bytes = encodeMsgpack(map);
    const packet = decodePacketFromMsgpack(bytes);
    assertEquals([packet.notes.length, packet.raw], [rules, bytes]);
    assert(packet.type !== "unknown");
  });
}

for (const odd of [1, "a", null, [], {}, { type: 9 }, { type: "2" }, new Uint8Array(3)]) {
  Deno.test(`decodePacketFromMsgpack() finds no packet in ${JSON.stringify(odd)}`, () => {
    const bytes = encodeMsgpack(odd as Value);
    const packet = decodePacketFromMsgpack(bytes);
    assertEquals([packet.type, packet.raw], ["unknown", bytes]);
  });
}

Deno.test("decodePacketFromMsgpack() never throws and keeps the bytes that it notes", () => {
  const mutated = fc.tuple(binaryPacket, fc.nat(), fc.nat(255)).map(([packet, place, byte]) => {
    const [wire] = encodePacket({ ...packet, encoding: "msgpack" });
    const bytes = new Uint8Array(wire as Uint8Array);
    bytes[place % bytes.length] = byte;
    return bytes;
  });
  const bytes = fc.oneof(mutated, fc.uint8Array().map((any) => new Uint8Array(any)));
  checkProperty(
    "any bytes as msgpack",
    fc.property(bytes, (given) => {
      const packet = decodePacketFromMsgpack(given);
      if (packet.notes.length > 0) assertEquals(packet.raw, given);
    }),
    { runs: 1000 },
  );
});
