// Text bodies of revision 3: `<length>:<packet>` again and again, lengths in UTF-16 units. After a
// length that cannot be right nothing tells where the next packet begins: the rest is unknown.

import type { Payload } from "../../base/bytes.ts";
import { readText, readTextBytes } from "./decode_packet.ts";
import { encodeTextPacket } from "./encode_packet.ts";
import { type EnginePacket, type OutgoingPacket, unknownPacket } from "./packet.ts";

/** What stock peers send when they have nothing to send. */
const EMPTY_PAYLOAD = "0:";

/** A length has no more digits than this (JavaScript's exact integers have 16). */
export const MAX_LENGTH_DIGITS = 15;

const COLON = 0x3a;

export function decodeTextPayload3(data: Payload): readonly EnginePacket[] {
  if (data === EMPTY_PAYLOAD) return [];
  return typeof data === "string" ? readPackets(data) : readBytePackets(data);
}

export function encodeTextPayload3(packets: readonly OutgoingPacket[]): string {
  if (packets.length === 0) return EMPTY_PAYLOAD;
  let text = "";
  for (const packet of packets) {
    const encoded = encodeTextPacket(packet, 3);
    text += `${encoded.length}:${encoded}`;
  }
  return text;
}

function readPackets(text: string): readonly EnginePacket[] {
  const packets: EnginePacket[] = [];
  let start = 0;
  do {
    let colon = start;
    let length = 0;
    let code = text.charCodeAt(colon);
    while (code >= 0x30 && code <= 0x39) {
      length = length * 10 + code - 0x30;
      code = text.charCodeAt(++colon);
    }
    const end = colon + 1 + length;
    if (!isHeader(code, colon - start) || end > text.length) {
      packets.push(unreadRest(text.slice(start), start, text.length));
      break;
    }
    packets.push(readText(text, colon + 1, end, 3, start, end));
    start = end;
  } while (start < text.length);
  return packets;
}

/** The same for a body that is not UTF-8 as a whole: what is broken counts as its receiver would. */
function readBytePackets(bytes: Uint8Array): readonly EnginePacket[] {
  const packets: EnginePacket[] = [];
  let start = 0;
  do {
    let colon = start;
    let length = 0;
    let code = bytes[colon] ?? 0;
    while (code >= 0x30 && code <= 0x39) {
      length = length * 10 + code - 0x30;
      code = bytes[++colon] ?? 0;
    }
    const end = isHeader(code, colon - start) ? skipUnits(bytes, colon + 1, length) : undefined;
    if (end === undefined) {
      packets.push(unreadRest(bytes.subarray(start), start, bytes.length));
      break;
    }
    packets.push(readTextBytes(bytes.subarray(colon + 1, end), 3, start, end));
    start = end;
  } while (start < bytes.length);
  return packets;
}

function isHeader(codeAfterDigits: number, digits: number): boolean {
  return codeAfterDigits === COLON && digits > 0 && digits <= MAX_LENGTH_DIGITS;
}

/** Where so many UTF-16 units end, or undefined when the bytes end before. */
function skipUnits(bytes: Uint8Array, start: number, units: number): number | undefined {
  let position = start;
  let left = units;
  while (left > 0) {
    const lead = bytes[position];
    if (lead === undefined) return undefined;
    const length = sequenceLength(lead);
    left -= length === 4 ? 2 : 1;
    position = endOfSequence(bytes, position, length);
  }
  return position;
}

/** RFC 3629, section 3: how many bytes a character has by its first one. */
function sequenceLength(lead: number): number {
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xc2 && lead < 0xe0 ? 2 : 1;
}

function endOfSequence(bytes: Uint8Array, start: number, length: number): number {
  let end = start + 1;
  while (end < start + length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end++;
  return end;
}

function unreadRest(rest: Payload, start: number, end: number): EnginePacket {
  const note = rest.length === 0
    ? "An empty payload: not even a length"
    : `Cannot read the payload from ${start} on: no length that fits the ${rest.length} left`;
  return unknownPacket(rest, 3, start, end, "length", note);
}
