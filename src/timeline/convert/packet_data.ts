// What can be edited in a moment: the data of its innermost packet. A Socket.IO packet's payload, a
// JSON message; an event's arguments are a part of it.

import type { Value } from "../../base/json.ts";
import type { Decoded, DecodedEvent, Packet } from "../../protocols/protocol.ts";
import type { EnginePacket } from "../../protocols/engine_io/packet.ts";
import type { JsonPacket } from "../../protocols/json/json.ts";
import {
  type AttachmentPacket,
  isSocketPacket,
  type SocketPacket,
} from "../../protocols/socket_io/packet.ts";

/** The Engine.IO packet around everything else. */
export function enginePacketOf(decoded: Decoded): EnginePacket | undefined {
  const [outer] = decoded.packets;
  // The protocol's name tells the packets apart; "error" is of another shape.
  return outer?.protocol === "engine.io" && outer.type !== "error"
    ? outer as EnginePacket
    : undefined;
}

export function socketPacketOf(decoded: Decoded): SocketPacket | undefined {
  const packet = decoded.packets.at(-1);
  return packet !== undefined && isSocketPacket(packet) ? packet : undefined;
}

export function attachmentOf(decoded: Decoded): AttachmentPacket | undefined {
  return decoded.packets.find(isAttachment);
}

function isAttachment(packet: Packet): packet is AttachmentPacket {
  return packet.protocol === "socket.io" && packet.type === "attachment";
}

function isJsonPacket(packet: Packet): packet is JsonPacket {
  return packet.protocol === "json";
}

/** Undefined when the moment carries nothing that is known well enough to be edited. */
export function dataOf(decoded: Decoded): Value | undefined {
  const packet = decoded.packets.at(-1);
  if (packet === undefined) return undefined;
  if (isSocketPacket(packet)) return packet.type === "unknown" ? undefined : packet.data;
  return isJsonPacket(packet) ? packet.value : undefined;
}

/** The packet's data with other arguments of its event. */
export function withArguments(
  decoded: Decoded,
  event: DecodedEvent,
  args: readonly Value[],
): Value | undefined {
  const data = dataOf(decoded);
  if (socketPacketOf(decoded) === undefined) return args.length === 1 ? args[0] : undefined;
  if (!Array.isArray(data)) return undefined;
  const offset = event.offset === undefined ? [] : [event.offset];
  return [data[0] ?? event.name, ...args, ...offset];
}

/** The arguments of an event that the packet's data holds. */
export function argumentsIn(
  decoded: Decoded,
  event: DecodedEvent,
  data: Value,
): readonly Value[] {
  if (socketPacketOf(decoded) === undefined || !Array.isArray(data)) return [data];
  return data.slice(1, event.offset === undefined ? undefined : -1);
}
