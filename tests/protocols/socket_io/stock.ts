// The stock parsers as oracles, behind one shape. They write into what they are given and keep
// Node's Buffers, so values are copied on the way in and out.

import { Buffer } from "node:buffer";
import * as parser5 from "socket.io-parser";
import parser4 from "socket.io-parser-3";
import type { Payload } from "../../../src/base/bytes.ts";
import type { Value, ValueObject } from "../../../src/base/json.ts";

export interface StockPacket {
  readonly type: number;
  readonly nsp: string;
  readonly id?: number;
  readonly data?: Value;
}

export interface StockParser {
  encode(packet: StockPacket): readonly Payload[];
  /** The packets that the messages hold. Throws for what the stock parser refuses. */
  decode(messages: readonly Payload[]): readonly StockPacket[];
}

export const stock5: StockParser = {
  encode: (packet) => new parser5.Encoder().encode({ ...packet } as never).map(ours),
  decode(messages): readonly StockPacket[] {
    const packets: StockPacket[] = [];
    const decoder = new parser5.Decoder();
    decoder.on("decoded", (packet: StockPacket) => packets.push(summary(packet)));
    for (const message of messages) decoder.add(theirs(message));
    return packets;
  },
};

export const stock4: StockParser = {
  encode(packet): readonly Payload[] {
    let messages: readonly Payload[] = [];
    new parser4.Encoder().encode(withBuffers({ ...packet }), (encoded: readonly unknown[]) => {
      messages = encoded.map(ours);
    });
    return messages;
  },
  decode(messages): readonly StockPacket[] {
    const packets: StockPacket[] = [];
    const decoder = new parser4.Decoder();
    decoder.on("decoded", (packet: StockPacket) => packets.push(summary(packet)));
    for (const message of messages) decoder.add(theirs(message));
    return packets;
  },
};

function summary({ type, nsp, id, data }: StockPacket): StockPacket {
  return {
    type,
    nsp,
    ...(id === undefined ? {} : { id }),
    ...(data === undefined ? {} : { data: plainBytes(data) }),
  };
}

/** The older parser knows Buffers only as binary. */
function withBuffers(packet: StockPacket): unknown {
  return { ...packet, data: mapBytes(packet.data ?? null, (bytes) => Buffer.from(bytes)) };
}

function ours(message: unknown): Payload {
  return typeof message === "string" ? message : new Uint8Array(message as Uint8Array);
}

function theirs(message: Payload): Payload {
  return typeof message === "string" ? message : Buffer.from(message);
}

export function plainBytes(value: Value): Value {
  return mapBytes(value, (bytes) => new Uint8Array(bytes));
}

function mapBytes(value: Value, change: (bytes: Uint8Array) => Uint8Array): Value {
  if (value instanceof Uint8Array) return change(value);
  if (Array.isArray(value)) return value.map((item) => mapBytes(item, change));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as ValueObject);
  return Object.fromEntries(entries.map(([key, item]) => [key, mapBytes(item, change)]));
}
