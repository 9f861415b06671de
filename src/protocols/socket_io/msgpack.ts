// Packets of socket.io-msgpack-parser: one binary message each, a map of `type`, `data`, `nsp` and
// `id`. They carry binary in place, so types 5 and 6 do not occur.

import type { Value, ValueObject } from "../../base/json.ts";
import { decodeMsgpack } from "./msgpack_decode.ts";
import { encodeMsgpack } from "./msgpack_encode.ts";
import { addNote, NO_NOTES, PACKET_TYPES, unknownPacket } from "./packet.ts";
import type { PacketDraft, SocketPacket, SocketPacketType } from "./packet.ts";
import { checkPayload } from "./payload.ts";

/** Never throws. */
export function decodePacketFromMsgpack(bytes: Uint8Array): SocketPacket {
  const { value, notes } = decodeMsgpack(bytes);
  const map = typeof value === "object" && value !== null && !Array.isArray(value) &&
      !(value instanceof Uint8Array)
    ? value as ValueObject
    : undefined;
  const type = map === undefined ? undefined : typeOf(map.type);
  if (map === undefined || type === undefined) {
    const packet = unknownPacket(bytes, {
      rule: "socket.io/msgpack",
      text: "Cannot read a packet from this binary, expected a msgpack map with a type from 0 to 6",
    });
    return { ...packet, encoding: "msgpack", notes: [...packet.notes, ...notes] };
  }
  const packet: PacketDraft = {
    protocol: "socket.io",
    type,
    encoding: "msgpack",
    namespace: "/",
    notes: NO_NOTES,
  };
  for (const note of notes) addNote(packet, note, bytes);
  readFields(map, packet, bytes);
  checkPayload(packet, bytes);
  return packet;
}

function typeOf(type: Value | undefined): SocketPacketType | undefined {
  return typeof type === "number" ? PACKET_TYPES[type] : undefined;
}

function readFields(map: ValueObject, packet: PacketDraft, bytes: Uint8Array): void {
  const { type: _type, nsp, id, data, ...extra } = map;
  if (typeof nsp === "string") packet.namespace = nsp;
  else addNote(packet, unreadable("nsp", "a string"), bytes);
  if (typeof id === "number" && Number.isSafeInteger(id)) packet.ackId = id;
  else if (id !== undefined) addNote(packet, unreadable("id", "an integer"), bytes);
  if (data !== undefined) packet.data = data;
  if (Object.keys(extra).length > 0) packet.extra = extra;
}

function unreadable(key: string, expected: string): { rule: string; text: string } {
  return {
    rule: "socket.io/msgpack",
    text: `Cannot read "${key}" of a msgpack packet, expected ${expected}`,
  };
}

/** What of a packet goes into its map. */
export type MsgpackPacket =
  & { readonly type: SocketPacketType }
  & Pick<SocketPacket, "namespace">
  & Partial<Pick<SocketPacket, "ackId" | "data" | "extra">>;

export function encodePacketAsMsgpack(packet: MsgpackPacket): Uint8Array {
  const { type, namespace, ackId, data, extra } = packet;
  return encodeMsgpack({
    type: PACKET_TYPES.indexOf(type),
    ...(data === undefined ? {} : { data }),
    ...extra,
    ...(ackId === undefined ? {} : { id: ackId }),
    nsp: namespace,
  });
}
