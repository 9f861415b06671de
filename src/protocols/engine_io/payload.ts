// The bodies of HTTP long-polling: several packets in one. Revision 4 has one way of writing them,
// revision 3 two, which their content tells apart: binary framing always holds bytes that are not
// UTF-8, so it never arrives as text, and begins with a byte that text framing never begins with.

import type { Payload } from "../../base/bytes.ts";
import type { EnginePacket, EngineVersion, OutgoingPacket } from "./packet.ts";
import { decodeBinaryPayload3, encodeBinaryPayload3 } from "./payload_v3_binary.ts";
import { decodeTextPayload3, encodeTextPayload3 } from "./payload_v3_text.ts";
import { decodePayload4, encodePayload4 } from "./payload_v4.ts";

/**
 * Reads a polling body. The packets tile it: each begins where the one before ended, the last ends
 * where it ends. Only the empty payload of revision 3 (`0:`) has no packets.
 */
export function decodePayload(data: Payload, version: EngineVersion): readonly EnginePacket[] {
  if (version === 4) return decodePayload4(data);
  const isBinary = typeof data !== "string" && (data[0] === 0 || data[0] === 1);
  return isBinary ? decodeBinaryPayload3(data) : decodeTextPayload3(data);
}

export interface EncodePayloadOptions {
  /** Whether the peer takes binary bodies (no `b64=1`, no JSONP); only revision 3 has them. */
  readonly binary?: boolean;
}

/** Writes a polling body as stock peers do: revision 3 is binary only if some data is. */
export function encodePayload(
  packets: readonly OutgoingPacket[],
  version: EngineVersion,
  options: EncodePayloadOptions = {},
): Payload {
  if (version === 4) return encodePayload4(packets);
  const isBinary = options.binary === true && packets.some(hasBinaryData);
  return isBinary ? encodeBinaryPayload3(packets) : encodeTextPayload3(packets);
}

function hasBinaryData(packet: OutgoingPacket): boolean {
  return packet.data instanceof Uint8Array;
}
