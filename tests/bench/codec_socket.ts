// Packets per second of our Socket.IO codec beside the stock parser in the same run, on good
// traffic. Ratios, since only they can be compared between machines: 1 is as fast as the stock one.

import * as stock from "socket.io-parser";
import type { Payload } from "../../src/base/bytes.ts";
import { SocketDecoder } from "../../src/protocols/socket_io/decoder.ts";
import { encodePacket } from "../../src/protocols/socket_io/encode.ts";
import type { OutgoingPacket } from "../../src/protocols/socket_io/encode.ts";
import { compete } from "./contest.ts";

interface Traffic {
  readonly name: string;
  readonly packet: OutgoingPacket;
  /** The same as the stock encoder takes it; it writes into its packets, hence a new one a call. */
  readonly stockPacket: () => stock.Packet;
}

const POSITION = {
  room: "track_222222",
  ssoId: 222222,
  lat: -6.2,
  lng: 106.8,
  accuracy: 5,
  speed: 8.3,
  heading: 141,
  recordedAt: "2026-11-21T03:00:00.000Z",
};
const EVENT = ["location:track", POSITION] as const;
const IMAGE = ["image", { name: "a.png", bytes: new Uint8Array(1024).fill(7) }] as const;

const TRAFFIC: readonly Traffic[] = [
  {
    name: "event",
    packet: { type: "EVENT", namespace: "/sfa", data: EVENT },
    stockPacket: () => ({ type: stock.PacketType.EVENT, nsp: "/sfa", data: EVENT }),
  },
  {
    name: "ack",
    packet: { type: "ACK", namespace: "/sfa", ackId: 13, data: ["ok", 1] },
    stockPacket: () => ({ type: stock.PacketType.ACK, nsp: "/sfa", id: 13, data: ["ok", 1] }),
  },
  {
    name: "binary event",
    packet: { type: "EVENT", namespace: "/sfa", data: IMAGE },
    stockPacket: () => ({ type: stock.PacketType.EVENT, nsp: "/sfa", data: IMAGE }),
  },
];

export const socketCodec = {
  name: "socket.io",
  summary: "packets decoded and encoded beside the stock parser",
  run: (): Promise<void> => {
    for (const { name, packet, stockPacket } of TRAFFIC) {
      const wire = encodePacket(packet);
      compete({ name: `decode ${name}`, ours: decodeOurs(wire), stock: decodeStock(wire) });
      compete({
        name: `encode ${name}`,
        ours: () => weigh(encodePacket(packet)),
        stock: encodeStock(stockPacket),
      });
    }
    return Promise.resolve();
  },
};

/** The whole decoder of a session, its meaning and event included. */
function decodeOurs(wire: readonly Payload[]): () => number {
  const decoder = new SocketDecoder({ engineVersion: 4 });
  return () => {
    let total = 0;
    for (const message of wire) total += decoder.receive("server", message).packets.length;
    return total;
  };
}

function decodeStock(wire: readonly Payload[]): () => number {
  let total = 0;
  const decoder = new stock.Decoder();
  decoder.on("decoded", (packet: stock.Packet) => total += packet.nsp.length);
  return () => {
    for (const message of wire) decoder.add(message);
    return total;
  };
}

function encodeStock(packet: () => stock.Packet): () => number {
  const encoder = new stock.Encoder();
  return () => weigh(encoder.encode(packet()));
}

/** Touches the text, so that it is made whole. */
function weigh(messages: readonly unknown[]): number {
  const text = String(messages[0]);
  return text.length + text.charCodeAt(text.length - 1);
}
