// Writes single packets: as WebSocket messages, and as the text that text payloads carry. A packet
// of type "unknown" is written as it came.

import { type Payload, toBase64 } from "../../base/bytes.ts";
import {
  ENGINE_TYPES,
  type EngineType,
  type EngineVersion,
  type OutgoingPacket,
} from "./packet.ts";

/** Writes a whole WebSocket message. */
export function encodePacket(packet: OutgoingPacket, version: EngineVersion): Payload {
  const { type, data = "" } = packet;
  if (type === "unknown") return data;
  if (typeof data === "string") return DIGITS[type] + data;
  if (version === 4) {
    requireMessage(type);
    return data;
  }
  const bytes = new Uint8Array(1 + data.length);
  bytes[0] = ENGINE_TYPES.indexOf(type);
  bytes.set(data, 1);
  return bytes;
}

/** Writes it as text: binary data becomes base64. */
export function encodeTextPacket(packet: OutgoingPacket, version: EngineVersion): string {
  const { type, data = "" } = packet;
  if (typeof data === "string") return type === "unknown" ? data : DIGITS[type] + data;
  if (type === "unknown") {
    throw new TypeError('Cannot encode a packet of type "unknown" as text: its data is binary');
  }
  if (version === 3) return `b${DIGITS[type]}${toBase64(data)}`;
  requireMessage(type);
  return `b${toBase64(data)}`;
}

const DIGITS: Readonly<Record<EngineType, string>> = {
  open: "0",
  close: "1",
  ping: "2",
  pong: "3",
  message: "4",
  upgrade: "5",
  noop: "6",
};

function requireMessage(type: EngineType): void {
  if (type === "message") return;
  throw new TypeError(
    `Cannot encode a packet of type "${type}": only messages carry binary data in revision 4`,
  );
}
