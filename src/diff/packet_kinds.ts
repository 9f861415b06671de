// Which packets are whose: what the protocols' packets have beside what all of them have.

import type { Payload } from "../base/bytes.ts";
import type { EngineError } from "../protocols/engine_io/http.ts";
import type { EnginePacket } from "../protocols/engine_io/packet.ts";
import type { Packet } from "../protocols/protocol.ts";
import type { SocketPacket } from "../protocols/socket_io/packet.ts";

/** An HTTP answer of Engine.IO's that refuses. */
export function isError(packet: Packet): packet is EngineError {
  return packet.protocol === "engine.io" && packet.type === "error";
}

export function isEngine(packet: Packet): packet is EnginePacket {
  return packet.protocol === "engine.io" && "data" in packet && "start" in packet;
}

export function isSocket(packet: Packet): packet is SocketPacket {
  return packet.protocol === "socket.io" && packet.type !== "attachment";
}

export function isPayload(value: unknown): value is Payload {
  return typeof value === "string" || value instanceof Uint8Array;
}
