// Every vector of fixtures/vectors/engine_io_*.json: decoded, and written again.

import { assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import type { Payload } from "../../../src/base/bytes.ts";
import { decodePacket } from "../../../src/protocols/engine_io/decode_packet.ts";
import { encodePacket, encodeTextPacket } from "../../../src/protocols/engine_io/encode_packet.ts";
import {
  decodeJsonpBody,
  decodeJsonpResponse,
  encodeJsonpBody,
  encodeJsonpResponse,
} from "../../../src/protocols/engine_io/jsonp.ts";
import type {
  EnginePacket,
  EngineVersion,
  Handshake,
} from "../../../src/protocols/engine_io/packet.ts";
import { ENGINE_TYPES } from "../../../src/protocols/engine_io/packet.ts";
import { decodePayload, encodePayload } from "../../../src/protocols/engine_io/payload.ts";

type Wire = string | { readonly hex: string };

interface Vector {
  readonly name: string;
  readonly version: EngineVersion;
  readonly transport: "polling" | "websocket";
  readonly direction?: "client" | "server";
  readonly j?: string;
  readonly wire: Wire;
  readonly packets: readonly VectorPacket[];
}

interface VectorPacket {
  readonly type: EnginePacket["type"];
  readonly data: Wire;
  readonly handshake?: Handshake;
  readonly probe?: true;
  readonly notes?: readonly string[];
}

for (const version of [4, 3]) {
  const url = new URL(`../../../fixtures/vectors/engine_io_${version}.json`, import.meta.url);
  const vectors: readonly Vector[] = JSON.parse(await Deno.readTextFile(url));

  Deno.test(`engine_io_${version}.json has every packet type`, () => {
    const types = new Set(vectors.flatMap((vector) => vector.packets.map(({ type }) => type)));
    for (const type of ENGINE_TYPES) assertEquals(types.has(type), true, type);
  });

  for (const vector of vectors) {
    Deno.test(`vector engine.io ${vector.version}: ${vector.name}`, () => checkVector(vector));
  }
}

function checkVector(vector: Vector): void {
  const wire = payloadOf(vector.wire);
  const packets = decode(vector, wire);
  assertEquals(packets.map(summary), vector.packets.map(expectation));
  const isGood = vector.packets.every(({ notes }) => notes === undefined);
  if (isGood) assertEquals(encode(vector, packets, wire), wire);
}

function decode({ transport, version, j, direction }: Vector, wire: Payload): EnginePacket[] {
  if (transport === "websocket") return [decodePacket(wire, version)];
  if (j === undefined || typeof wire !== "string") return [...decodePayload(wire, version)];
  const unwrapped = direction === "client" ? decodeJsonpBody(wire) : decodeJsonpResponse(wire);
  assertEquals(unwrapped.notes, []);
  return [...decodePayload(unwrapped.payload, version)];
}

function encode(vector: Vector, packets: readonly EnginePacket[], wire: Payload): Payload {
  const { version, transport, j, direction } = vector;
  const [first] = packets;
  if (transport === "websocket" && first !== undefined) {
    const write = typeof wire === "string" ? encodeTextPacket : encodePacket;
    return write(first, version);
  }
  const payload = encodePayload(packets, version, { binary: typeof wire !== "string" });
  if (j === undefined || typeof payload !== "string") return payload;
  return direction === "client" ? encodeJsonpBody(payload) : encodeJsonpResponse(payload, j);
}

function payloadOf(wire: Wire): Payload {
  return typeof wire === "string" ? wire : new Uint8Array(Buffer.from(wire.hex, "hex"));
}

function summary({ type, data, handshake, probe, notes }: EnginePacket): unknown {
  return { type, data, handshake, probe, notes: notes.map(({ rule }) => rule) };
}

function expectation({ type, data, handshake, probe, notes = [] }: VectorPacket): unknown {
  return { type, data: payloadOf(data), handshake, probe, notes };
}
