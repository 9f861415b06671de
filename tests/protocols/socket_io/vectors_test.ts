// Every vector of fixtures/vectors/socket_io_*.json: decoded by a session's decoder, and written
// again. Binary is `{"hex"}` in both the wire and the packet.

import { assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import type { Payload } from "../../../src/base/bytes.ts";
import type { JsonValue, Value } from "../../../src/base/json.ts";
import { isJsonObject } from "../../../src/base/json.ts";
import type { Side } from "../../../src/base/side.ts";
import { SocketDecoder } from "../../../src/protocols/socket_io/decoder.ts";
import { encodePacket } from "../../../src/protocols/socket_io/encode.ts";
import type { OutgoingPacket } from "../../../src/protocols/socket_io/encode.ts";
import { PACKET_TYPES } from "../../../src/protocols/socket_io/packet.ts";

interface Vector {
  readonly name: string;
  readonly source: string;
  readonly protocol: 3 | 4 | 5;
  readonly from: Side;
  readonly wire: readonly JsonValue[];
  readonly packet: VectorPacket;
}

interface VectorPacket {
  readonly type: OutgoingPacket["type"];
  readonly namespace: string;
  readonly encoding?: "msgpack";
  readonly data?: JsonValue;
  readonly notes?: readonly string[];
}

for (const protocol of [5, 4, 3]) {
  const url = new URL(`../../../fixtures/vectors/socket_io_${protocol}.json`, import.meta.url);
  const vectors: readonly Vector[] = JSON.parse(await Deno.readTextFile(url));

  Deno.test(`socket_io_${protocol}.json has every packet type`, () => {
    const types = new Set(vectors.map(({ packet }) => packet.type));
    const expected = protocol === 3 ? PACKET_TYPES.slice(0, -1) : PACKET_TYPES;
    assertEquals([...types].toSorted(), [...expected].toSorted());
  });

  for (const vector of vectors) {
    Deno.test(`vector socket.io ${protocol}: ${vector.name}`, () => checkVector(vector));
  }
}

function checkVector(vector: Vector): void {
  const wire = vector.wire.map(payloadOf);
  const decoder = new SocketDecoder({ engineVersion: vector.protocol === 5 ? 4 : 3 });
  const meanings = wire.map((message) => decoder.receive(vector.from, message));
  const packet = meanings.at(-1)?.packets.at(-1);
  const { notes = [], ...expected } = vector.packet;
  const { notes: found = [], ...rest } = packet ?? {};
  assertEquals(found.map(({ rule }) => rule), notes);
  const raw = notes.length > 0 ? { raw: wire[0] } : {};
  assertEquals(rest, { protocol: "socket.io", ...binaryOf(expected) as object, ...raw });
  if (isCanonical(vector)) assertEquals(encodePacket(outgoing(vector.packet)), wire);
}

/** Not written by an older encoder, not odd, and without JavaScript's undefined and dates. */
function isCanonical({ packet, protocol, wire }: Vector): boolean {
  if (packet.notes !== undefined) return false;
  if (packet.encoding === "msgpack") {
    return packet.type === "EVENT" && packet.data !== undefined &&
      !JSON.stringify(wire).includes("d7000000");
  }
  return protocol !== 3 || !/^\d\/[^,]*$/.test(String(wire[0]));
}

function outgoing(packet: VectorPacket): OutgoingPacket {
  return binaryOf(packet as unknown as JsonValue) as unknown as OutgoingPacket;
}

function payloadOf(wire: JsonValue): Payload {
  const value = binaryOf(wire);
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  throw new TypeError(`Cannot send ${JSON.stringify(wire)}, expected text or {"hex"}`);
}

function binaryOf(value: JsonValue | object): Value {
  if (Array.isArray(value)) return value.map(binaryOf);
  if (!isJsonObject(value)) return value as Value;
  if (typeof value.hex === "string") return new Uint8Array(Buffer.from(value.hex, "hex"));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, binaryOf(item)]));
}
