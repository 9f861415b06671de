// Packets as they go over the wire: the text, then the attachments, each a message of its own. What
// was read whole is written so that it reads the same; an unknown packet goes as it came.

import type { Payload } from "../../base/bytes.ts";
import { takeBinary } from "./binary.ts";
import { encodePacketAsMsgpack } from "./msgpack.ts";
import { PACKET_TYPES } from "./packet.ts";
import type { SocketPacket, SocketPacketType } from "./packet.ts";

/** What of a packet goes over the wire. */
export type OutgoingPacket =
  & Pick<SocketPacket, "type" | "namespace">
  & Partial<
    Pick<SocketPacket, "query" | "ackId" | "attachments" | "data" | "encoding" | "extra" | "raw">
  >;

/** The packet's messages. An EVENT or ACK with binary in it becomes its binary sibling. */
export function encodePacket(packet: OutgoingPacket): readonly Payload[] {
  const { type, data } = packet;
  if (type === "unknown") {
    if (packet.raw === undefined) {
      throw new TypeError(`Cannot encode a packet of type "unknown": it has no "raw" to send`);
    }
    return [packet.raw];
  }
  if (packet.encoding === "msgpack") return [encodePacketAsMsgpack({ ...packet, type })];
  if (data === undefined) return [head(packet, type, packet.attachments)];
  const parts: Uint8Array[] = [];
  const text = JSON.stringify(takeBinary(data, parts));
  if (parts.length === 0) return [head(packet, type, packet.attachments) + text];
  return [head(packet, binaryType(packet, type), parts.length) + text, ...parts];
}

/** An ACK with a count of attachments is one of revision 3, which has no BINARY_ACK. */
function binaryType(packet: OutgoingPacket, type: SocketPacketType): SocketPacketType {
  switch (type) {
    case "EVENT":
    case "BINARY_EVENT":
      return "BINARY_EVENT";
    case "ACK":
      return packet.attachments === undefined ? "BINARY_ACK" : "ACK";
    case "BINARY_ACK":
      return "BINARY_ACK";
    case "CONNECT":
    case "DISCONNECT":
    case "CONNECT_ERROR":
      throw new TypeError(`Cannot encode a ${type} with binary: only events and acks carry it`);
  }
}

function head(packet: OutgoingPacket, type: SocketPacketType, attachments?: number): string {
  const { namespace, query, ackId } = packet;
  let text = String(PACKET_TYPES.indexOf(type));
  if (attachments !== undefined) text += `${attachments}-`;
  else if (type === "BINARY_EVENT" || type === "BINARY_ACK") text += "0-";
  if (namespace !== "/" || query !== undefined) text += namespaceText(namespace, query);
  if (ackId !== undefined) text += ackId;
  return text;
}

function namespaceText(namespace: string, query: string | undefined): string {
  const name = query === undefined ? namespace : `${namespace}?${query}`;
  if (!name.startsWith("/") || name.includes(",")) {
    const reason = `expected one that begins with "/" and has no ","`;
    throw new TypeError(`Cannot encode the namespace ${JSON.stringify(name)}: ${reason}`);
  }
  return `${name},`;
}
