// Polling bodies of revision 4: packets joined by the record separator, binary data as base64.

import type { Payload } from "../../base/bytes.ts";
import { readText, readTextBytes } from "./decode_packet.ts";
import { encodeTextPacket } from "./encode_packet.ts";
import type { EnginePacket, OutgoingPacket } from "./packet.ts";

/** Protocol revision 4, "Packet encoding", HTTP long-polling. */
const SEPARATOR = "\x1e";
const SEPARATOR_BYTE = 0x1e;

export function decodePayload4(data: Payload): readonly EnginePacket[] {
  return typeof data === "string" ? readPieces(data) : readBytePieces(data);
}

export function encodePayload4(packets: readonly OutgoingPacket[]): string {
  let text = "";
  let separator = "";
  for (const packet of packets) {
    text += separator + encodeTextPacket(packet, 4);
    separator = SEPARATOR;
  }
  return text;
}

function readPieces(text: string): readonly EnginePacket[] {
  const packets: EnginePacket[] = [];
  let start = 0;
  for (;;) {
    const stop = text.indexOf(SEPARATOR, start);
    if (stop < 0) break;
    packets.push(readText(text, start, stop, 4, start, stop + 1));
    start = stop + 1;
  }
  packets.push(readText(text, start, text.length, 4, start, text.length));
  return packets;
}

/** The same for a body that is not UTF-8 as a whole: its good pieces still are. */
function readBytePieces(bytes: Uint8Array): readonly EnginePacket[] {
  const packets: EnginePacket[] = [];
  let start = 0;
  for (;;) {
    const stop = bytes.indexOf(SEPARATOR_BYTE, start);
    if (stop < 0) break;
    packets.push(readTextBytes(bytes.subarray(start, stop), 4, start, stop + 1));
    start = stop + 1;
  }
  packets.push(readTextBytes(bytes.subarray(start), 4, start, bytes.length));
  return packets;
}
