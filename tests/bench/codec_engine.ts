// Packets per second of our Engine.IO codec beside the stock parsers in the same run. Ratios, since
// only they can be compared between machines: 1 is as fast as the stock parser.

import * as stock4 from "engine.io-parser";
import stock3 from "engine.io-parser-2";
import type { Bench } from "./bench.ts";
import { compete, type Contest } from "./contest.ts";
import { decodePacket } from "../../src/protocols/engine_io/decode_packet.ts";
import { encodePacket } from "../../src/protocols/engine_io/encode_packet.ts";
import type { OutgoingPacket } from "../../src/protocols/engine_io/packet.ts";
import { decodePayload, encodePayload } from "../../src/protocols/engine_io/payload.ts";

export const engineCodec: Bench = {
  name: "engine.io",
  summary: "packets decoded and encoded beside the stock parsers",
  run: (): Promise<void> => {
    for (const contest of CONTESTS) compete(contest);
    return Promise.resolve();
  },
};

const EVENT = '2/sfa,["location:track",{"id":"truck-17","lat":52.520008,"lon":13.404954,' +
  '"speed":13.9,"heading":271,"at":1795230000000}]';
const MESSAGES = Array.from({ length: 20 }, (_, index) => ({
  type: "message" as const,
  data: EVENT.replace("17", String(index)),
}));
const MIXED = MESSAGES.map((packet, index) =>
  index % 5 === 0 ? { type: packet.type, data: new Uint8Array(64).fill(index) } : packet
);
const WEBSOCKET = ["2", "3", ...MESSAGES.map(({ data }) => `4${data}`)];

const encode = (
  packets: readonly OutgoingPacket[],
  version: 3 | 4,
  binary = false,
): string | Uint8Array => encodePayload(packets, version, { binary });

/** Touches the last of it, so that a string is made whole. */
function weigh(data: unknown): number {
  if (typeof data === "string") return data.length + data.charCodeAt(data.length - 1);
  return data instanceof Uint8Array ? data.length + (data[data.length - 1] ?? 0) : 0;
}

function sum<Item>(items: readonly Item[], weight: (item: Item) => number): number {
  let total = 0;
  for (const item of items) total += weight(item);
  return total;
}

function decodeStock3(payload: unknown): number {
  let total = 0;
  stock3.decodePayload(payload, null, (packet: { readonly data?: unknown }) => {
    total += weigh(packet.data);
  });
  return total;
}

function encodeStock4(packets: readonly { readonly data: unknown }[]): number {
  let total = 0;
  // The parser's own types know no Uint8Array of Deno's.
  stock4.encodePayload(packets as never, (text: string) => total = weigh(text));
  return total;
}

function encodeStock3(packets: unknown, binary: boolean): number {
  let total = 0;
  stock3.encodePayload(packets, binary, (encoded: unknown) => total = weigh(encoded));
  return total;
}

function payloads(name: string, packets: typeof MIXED, binary: boolean): readonly Contest[] {
  const text4 = encode(packets, 4);
  const body3 = encode(packets, 3, binary);
  const stockBody3 = typeof body3 === "string" ? body3 : Buffer.from(body3);
  return [
    {
      name: `v4 payload decode, ${name}`,
      packets: packets.length,
      ours: () => sum(decodePayload(text4, 4), ({ data }) => weigh(data)),
      stock: () => sum(stock4.decodePayload(String(text4)), ({ data }) => weigh(data)),
    },
    {
      name: `v4 payload encode, ${name}`,
      packets: packets.length,
      ours: () => weigh(encode(packets, 4)),
      stock: () => encodeStock4(packets),
    },
    {
      name: `v3 payload decode, ${name}`,
      packets: packets.length,
      ours: () => sum(decodePayload(body3, 3), ({ data }) => weigh(data)),
      stock: () => decodeStock3(stockBody3),
    },
    {
      name: `v3 payload encode, ${name}`,
      packets: packets.length,
      ours: () => weigh(encode(packets, 3, binary)),
      stock: () => encodeStock3(packets, binary),
    },
  ];
}

const CONTESTS: readonly Contest[] = [
  {
    name: "v4 websocket decode",
    packets: WEBSOCKET.length,
    ours: () => sum(WEBSOCKET, (text) => weigh(decodePacket(text, 4).data)),
    stock: () => sum(WEBSOCKET, (text) => weigh(stock4.decodePacket(text).data)),
  },
  {
    name: "v4 websocket encode",
    packets: MESSAGES.length,
    ours: () => sum(MESSAGES, (packet) => weigh(encodePacket(packet, 4))),
    stock: () =>
      sum(MESSAGES, (packet) => {
        let total = 0;
        stock4.encodePacket(packet, true, (text) => total = weigh(text));
        return total;
      }),
  },
  ...payloads("text", MESSAGES, false),
  ...payloads("mixed", MIXED, true),
];

if (import.meta.main) await engineCodec.run();
