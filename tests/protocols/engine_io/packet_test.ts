// Single packets of both revisions: tables, the stock parsers as oracles, and input of any kind.

import fc from "fast-check";
import { assertEquals, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
import * as stock4 from "engine.io-parser";
import stock3 from "engine.io-parser-2";
import type { Payload } from "../../../src/base/bytes.ts";
import { decodePacket } from "../../../src/protocols/engine_io/decode_packet.ts";
import { encodePacket, encodeTextPacket } from "../../../src/protocols/engine_io/encode_packet.ts";
import type { EnginePacket, EngineVersion } from "../../../src/protocols/engine_io/packet.ts";
import { checkProperty } from "../../house/property.ts";
import { anyText, bytes, forStock, likeOurs, packet3, packet4 } from "./arbitraries.ts";

const essence = ({ type, data }: EnginePacket): unknown => ({ type, data });

/** What a callback of a stock encoder is told. */
function told<Told>(encode: (callback: (encoded: Told) => void) => void): Told | undefined {
  let result: Told | undefined;
  encode((encoded) => result = encoded);
  return result;
}

const plain = (encoded: unknown): unknown =>
  Buffer.isBuffer(encoded) ? new Uint8Array(encoded) : encoded;

Deno.test("decodePacket() agrees with engine.io-parser 5 on what that one encodes", () => {
  const property = fc.property(packet4, fc.boolean(), (packet, binary) => {
    const stock = forStock(packet);
    const wire = told<unknown>((callback) => stock4.encodePacket(stock, binary, callback));
    const ours = binary ? encodePacket(packet, 4) : encodeTextPacket(packet, 4);
    assertEquals(ours, plain(wire));
    assertEquals(essence(decodePacket(ours, 4)), likeOurs(stock4.decodePacket(wire as string)));
    assertEquals(essence(decodePacket(ours, 4)), packet);
  });
  checkProperty("packets of revision 4 and their oracle", property, { runs: 1500 });
});

Deno.test("decodePacket() agrees with engine.io-parser 2 on what that one encodes", () => {
  const property = fc.property(packet3, fc.boolean(), (packet, binary) => {
    const wire = told<unknown>((callback) =>
      stock3.encodePacket(forStock(packet), binary, false, callback)
    );
    const ours = binary ? encodePacket(packet, 3) : encodeTextPacket(packet, 3);
    assertEquals(ours, plain(wire));
    assertEquals(essence(decodePacket(ours, 3)), likeOurs(stock3.decodePacket(wire)));
    assertEquals(essence(decodePacket(ours, 3)), packet);
  });
  checkProperty("packets of revision 3 and their oracle", property, { runs: 1500 });
});

Deno.test("decodePacket() takes anything, and what it read is written as it came", () => {
  const likely = fc.tuple(fc.constantFrom("0", "2", "4", "b", "b4", "9", ""), anyText)
    .map((parts) => parts.join(""));
  const payload: fc.Arbitrary<Payload> = fc.oneof(anyText, likely, bytes);
  const property = fc.property(
    payload,
    fc.constantFrom<EngineVersion>(3, 4),
    (data, version) => {
      const packet = decodePacket(data, version);
      assertEquals([packet.start, packet.end], [0, data.length]);
      const isBase64 = typeof data === "string" && typeof packet.data !== "string";
      if (isBase64 && packet.notes.length > 0) return;
      const written = isBase64 ? encodeTextPacket(packet, version) : encodePacket(packet, version);
      assertEquals(written, data);
    },
  );
  checkProperty("messages of any kind", property, { runs: 1000 });
});

const unreadable: readonly (readonly [Payload, EngineVersion, rule: string])[] = [
  ["", 4, "engine.io/empty-packet"],
  ["", 3, "engine.io/empty-packet"],
  [new Uint8Array(), 3, "engine.io/empty-packet"],
  ["7", 4, "engine.io/unknown-type"],
  ["/", 4, "engine.io/unknown-type"],
  ["\u0664", 4, "engine.io/unknown-type"],
  [Uint8Array.of(7), 3, "engine.io/unknown-type"],
  [Uint8Array.of(0x34, 0x61), 3, "engine.io/unknown-type"],
  ["b", 3, "engine.io/unknown-type"],
  ["b7AQID", 3, "engine.io/unknown-type"],
  ["bA", 4, "engine.io/base64"],
  ["bAQ-_", 4, "engine.io/base64"],
  ["b4AQ ID", 3, "engine.io/base64"],
];

for (const [data, version, rule] of unreadable) {
  Deno.test(`decodePacket() keeps ${JSON.stringify(data)} of revision ${version} whole`, () => {
    const packet = decodePacket(data, version);
    assertEquals(packet.type, "unknown");
    assertEquals(packet.data, data);
    assertEquals(packet.notes.map((note) => note.rule), [rule]);
  });
}

Deno.test("decodePacket() reads base64 that is not written as it should be, with a note", () => {
  for (const text of ["bAQI", "bAQ", "bAR==", "bAQJ="]) {
    const packet = decodePacket(text, 4);
    assertEquals(packet.type, "message", text);
    assertEquals(packet.notes.map((note) => note.rule), ["engine.io/base64-form"], text);
  }
  for (const text of ["b", "bAQ==", "bAQI=", "bAQID"]) {
    assertEquals(decodePacket(text, 4).notes, [], text);
  }
});

Deno.test("decodePacket() reads base64 of many megabytes", () => {
  const data = new Uint8Array(24_000_000).fill(0x61);
  assertEquals(decodePacket(encodeTextPacket({ type: "message", data }, 4), 4).data, data);
});

Deno.test("decodePacket() tells probes from other pings and pongs", () => {
  assertEquals(decodePacket("2probe", 4).probe, true);
  assertEquals(decodePacket("3probe", 3).probe, true);
  for (const text of ["2", "3", "2probes", "4probe", "6probe"]) {
    assertEquals(decodePacket(text, 4).probe, undefined, text);
  }
});

Deno.test("encodePacket() refuses binary data that revision 4 cannot say", () => {
  const packet = { type: "ping", data: new Uint8Array(1) } as const;
  assertThrows(() => encodePacket(packet, 4), TypeError, '"ping"');
  assertThrows(() => encodeTextPacket(packet, 4), TypeError, '"ping"');
  const unknown = { type: "unknown", data: new Uint8Array(1) } as const;
  assertThrows(() => encodeTextPacket(unknown, 3), TypeError, '"unknown"');
});
