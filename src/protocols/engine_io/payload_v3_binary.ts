// Binary bodies of revision 3: for each packet a byte (0 text, 1 binary), its length in bytes as
// decimal digits of one byte each (the numbers 0 to 9), 255, and the packet. Text is UTF-8.

import { concatBytes, encodeUtf8 } from "../../base/bytes.ts";
import { readTextBytes, readTypedBytes } from "./decode_packet.ts";
import { encodePacket } from "./encode_packet.ts";
import { type EnginePacket, type OutgoingPacket, unknownPacket } from "./packet.ts";
import { MAX_LENGTH_DIGITS } from "./payload_v3_text.ts";

// Protocol revision 3, "Payload".
const TEXT = 0;
const BINARY = 1;
const LENGTH_END = 255;

export function decodeBinaryPayload3(bytes: Uint8Array): readonly EnginePacket[] {
  const packets: EnginePacket[] = [];
  let start = 0;
  while (start < bytes.length) {
    let position = start + 1;
    let length = 0;
    let digit = bytes[position];
    while (digit !== undefined && digit <= 9) {
      length = length * 10 + digit;
      digit = bytes[++position];
    }
    const end = position + 1 + length;
    const digits = position - start - 1;
    const isHeader = digit === LENGTH_END && digits > 0 && digits <= MAX_LENGTH_DIGITS;
    const read = readerOf(bytes[start]);
    if (read === undefined || !isHeader || end > bytes.length) {
      packets.push(unreadRest(bytes.subarray(start), start));
      break;
    }
    packets.push(read(bytes.subarray(position + 1, end), 3, start, end));
    start = end;
  }
  return packets;
}

export function encodeBinaryPayload3(packets: readonly OutgoingPacket[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const packet of packets) {
    const encoded = encodePacket(packet, 3);
    const isText = typeof encoded === "string";
    const bytes = isText ? encodeUtf8(encoded) : encoded;
    parts.push(header(isText ? TEXT : BINARY, bytes.length), bytes);
  }
  return concatBytes(parts);
}

function readerOf(kind: number | undefined): typeof readTextBytes | undefined {
  if (kind === TEXT) return readTextBytes;
  return kind === BINARY ? readTypedBytes : undefined;
}

function header(kind: number, length: number): Uint8Array {
  return Uint8Array.from([kind, ...Array.from(String(length), Number), LENGTH_END]);
}

function unreadRest(rest: Uint8Array, start: number): EnginePacket {
  const note =
    `Cannot read the payload from ${start} on: no header that fits the ${rest.length} bytes left`;
  return unknownPacket(rest, 3, start, start + rest.length, "length", note);
}
