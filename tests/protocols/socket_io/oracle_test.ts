// The text codec against the stock parsers, both ways: what they write we read, what we write they
// read, and on good traffic both write the same.

import fc from "fast-check";
import { assertEquals } from "@std/assert";
import type { Payload } from "../../../src/base/bytes.ts";
import type { SocketPacket } from "../../../src/protocols/socket_io/packet.ts";
import { PACKET_TYPES } from "../../../src/protocols/socket_io/packet.ts";
import { SocketDecoder } from "../../../src/protocols/socket_io/decoder.ts";
import { encodePacket } from "../../../src/protocols/socket_io/encode.ts";
import type { OutgoingPacket } from "../../../src/protocols/socket_io/encode.ts";
import { checkProperty } from "../../house/property.ts";
import { binaryPacket, countBinary, plainPacket } from "./arbitraries.ts";
import { stock4, stock5 } from "./stock.ts";
import type { StockPacket, StockParser } from "./stock.ts";

const PARSERS: readonly { name: string; stock: StockParser; engineVersion: 3 | 4 }[] = [
  { name: "socket.io-parser 4.2.7", stock: stock5, engineVersion: 4 },
  { name: "socket.io-parser 3.3.4", stock: stock4, engineVersion: 3 },
];

for (const { name, stock, engineVersion } of PARSERS) {
  for (const [kind, packets] of [["plain", plainPacket], ["binary", binaryPacket]] as const) {
    Deno.test(`SocketDecoder reads ${kind} packets that ${name} wrote`, () => {
      checkProperty(
        `${name} → ours, ${kind}`,
        fc.property(packets, (packet) => {
          const wire = stock.encode(toStock(packet, engineVersion));
          assertEquals(summary(readAll(wire, engineVersion)), expectation(packet));
        }),
        { runs: 1000 },
      );
    });

    Deno.test(`encodePacket() writes ${kind} packets that ${name} reads`, () => {
      checkProperty(
        `ours → ${name}, ${kind}`,
        fc.property(packets, (packet) => {
          const wire = encodePacket(packet);
          const [read, ...more] = stock.decode(wire);
          assertEquals(more, []);
          assertEquals(read, { ...toStock(packet, engineVersion), type: stockType(wire, stock) });
          assertEquals(wire, stock.encode(toStock(packet, engineVersion)));
        }),
        { runs: 1000 },
      );
    });
  }
}

function readAll(wire: readonly Payload[], engineVersion: 3 | 4): SocketPacket {
  const decoder = new SocketDecoder({ engineVersion });
  const meanings = wire.map((message) => decoder.receive("client", message));
  assertEquals(meanings.flatMap(({ notes }) => notes), []);
  return meanings.at(-1)?.packets.at(-1) as SocketPacket;
}

function summary({ type, namespace, query, ackId, data, attachments }: SocketPacket): unknown {
  const name = query === undefined ? namespace : `${namespace}?${query}`;
  return { type, namespace: name, ackId, data, attachments };
}

function expectation({ type, namespace, ackId, data }: OutgoingPacket): unknown {
  const count = countBinary(data);
  const wireType = count === 0 ? type : `BINARY_${type}`;
  return { type: wireType, namespace, ackId, data, attachments: count === 0 ? undefined : count };
}

/** The older parser is told that a packet is binary, the newer one finds out. */
function toStock(packet: OutgoingPacket, engineVersion: 3 | 4): StockPacket {
  const { type, namespace, ackId, data } = packet;
  const binary = engineVersion === 3 && countBinary(data) > 0;
  return {
    type: typeNumber(binary ? `BINARY_${type}` : type),
    nsp: namespace,
    ...(ackId === undefined ? {} : { id: ackId }),
    ...(data === undefined ? {} : { data }),
  };
}

function typeNumber(type: string): number {
  return PACKET_TYPES.findIndex((name) => name === type);
}

/** The newer parser folds the binary types into their plain siblings. */
function stockType(wire: readonly Payload[], stock: StockParser): number {
  const type = Number(String(wire[0])[0]);
  return stock === stock5 && type >= typeNumber("BINARY_EVENT") ? type - 3 : type;
}
