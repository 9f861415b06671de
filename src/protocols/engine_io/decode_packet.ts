// Reads single packets: whole WebSocket messages, and the pieces that payloads are made of. What
// cannot be read comes back as a packet of type "unknown" that holds all of it.

import { decodeUtf8, fromBase64, type Payload } from "../../base/bytes.ts";
import { readHandshake } from "./handshake.ts";
import {
  type EnginePacket,
  type EngineType,
  type EngineVersion,
  NO_NOTES,
  typeOfNumber,
  unknownPacket,
} from "./packet.ts";

const DIGIT_ZERO = 0x30;
const LETTER_B = 0x62;

/** Reads a whole WebSocket message. */
export function decodePacket(data: Payload, version: EngineVersion): EnginePacket {
  if (typeof data === "string") return readText(data, 0, data.length, version, 0, data.length);
  // Revision 4 sends the binary data of a message bare ("Packet encoding": WebSocket).
  if (version === 4) return known("message", version, data, 0, data.length);
  return readTypedBytes(data, version, 0, data.length);
}

/**
 * Reads the packet that stands in `source` from `at` to `stop`; its frame in the payload goes from
 * `start` to `end`.
 */
export function readText(
  source: string,
  at: number,
  stop: number,
  version: EngineVersion,
  start: number,
  end: number,
): EnginePacket {
  if (at === stop) return emptyPacket("", version, start, end);
  const code = source.charCodeAt(at);
  if (code === LETTER_B) return readBase64(source, at, stop, version, start, end);
  const type = typeOfNumber(code - DIGIT_ZERO);
  if (type === undefined) return unknownType(source.slice(at, stop), version, start, end);
  const data = source.slice(at + 1, stop);
  if (type === "message") return known(type, version, data, start, end);
  if (type === "open") {
    const read = readHandshake(data);
    return { ...known(type, version, data, start, end), ...read };
  }
  const packet = known(type, version, data, start, end);
  const isProbe = data === "probe" && (type === "ping" || type === "pong");
  return isProbe ? { ...packet, probe: true } : packet;
}

/** Reads text that came as bytes. Where it is not UTF-8 the data stays bytes. */
export function readTextBytes(
  bytes: Uint8Array,
  version: EngineVersion,
  start: number,
  end: number,
): EnginePacket {
  const text = decodeUtf8(bytes);
  if (text !== undefined) return readText(text, 0, text.length, version, start, end);
  const type = typeOfNumber((bytes[0] ?? 0) - DIGIT_ZERO);
  if (type === undefined) return unknownType(bytes, version, start, end);
  const note = "Text that is not UTF-8: its data is kept as bytes";
  const notes = [{ rule: "engine.io/not-utf8", text: note, offset: start }];
  return { ...known(type, version, bytes.subarray(1), start, end), notes };
}

/** Reads a binary packet of revision 3: a type byte (a number, not a digit), then the data. */
export function readTypedBytes(
  bytes: Uint8Array,
  version: EngineVersion,
  start: number,
  end: number,
): EnginePacket {
  if (bytes.length === 0) return emptyPacket(bytes, version, start, end);
  const type = typeOfNumber(bytes[0]);
  if (type === undefined) return unknownType(bytes, version, start, end);
  return known(type, version, bytes.subarray(1), start, end);
}

/**
 * Revision 4: `b<base64>`, always a message. Revision 3: `b<type><base64>`. `at` is where the "b"
 * stands.
 */
function readBase64(
  source: string,
  at: number,
  stop: number,
  version: EngineVersion,
  start: number,
  end: number,
): EnginePacket {
  const type = version === 4 ? "message" : typeOfNumber(source.charCodeAt(at + 1) - DIGIT_ZERO);
  if (type === undefined || at + 1 === stop && version === 3) {
    return unknownType(source.slice(at, stop), version, start, end);
  }
  const encoded = source.slice(version === 4 ? at + 1 : at + 2, stop);
  const data = fromBase64(encoded);
  if (data === undefined) {
    const text = source.slice(at, stop);
    const note = `Cannot read ${quote(text)}: what follows "b" is not base64`;
    return unknownPacket(text, version, start, end, "base64", note);
  }
  const packet = known(type, version, data, start, end);
  if (isCanonical(encoded, data)) return packet;
  const ending = JSON.stringify(encoded.slice(-4));
  const note = `Base64 with missing padding or spare bits: it ends in ${ending}`;
  return { ...packet, notes: [{ rule: "engine.io/base64-form", text: note, offset: start }] };
}

/** Whether encoding gives the same text again: padded, and no spare bits set in the last digit. */
function isCanonical(encoded: string, data: Uint8Array): boolean {
  const rest = data.length % 3;
  if (rest === 0) return true;
  const last = encoded.length - 4 + rest;
  return encoded.length % 4 === 0 && LAST_DIGITS[rest]?.includes(encoded.charAt(last)) === true;
}

/** RFC 4648, section 3.5: the digits that may end a group of one byte, of two. */
const LAST_DIGITS: readonly string[] = ["", "AQgw", "AEIMQUYcgkosw048"];

function known(
  type: EngineType,
  version: EngineVersion,
  data: Payload,
  start: number,
  end: number,
): EnginePacket {
  return { protocol: "engine.io", type, version, data, notes: NO_NOTES, start, end };
}

function emptyPacket(
  data: Payload,
  version: EngineVersion,
  start: number,
  end: number,
): EnginePacket {
  const note = "A packet of length 0: not even a type";
  return unknownPacket(data, version, start, end, "empty-packet", note);
}

function unknownType(
  data: Payload,
  version: EngineVersion,
  start: number,
  end: number,
): EnginePacket {
  const type = typeof data === "string" ? quote(data.slice(0, 1)) : `byte ${data[0] ?? "none"}`;
  const note = `Cannot read a packet of type ${type}: types are 0 to 6`;
  return unknownPacket(data, version, start, end, "unknown-type", note);
}

/** The beginning of a text, for a note. */
function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
