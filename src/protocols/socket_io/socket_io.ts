// Socket.IO, protocol revisions 3, 4 and 5, in its own text encoding and in msgpack.

import type { Payload } from "../../base/bytes.ts";
import type { MessageProtocol } from "../protocol.ts";
import { decodePacket } from "./decode.ts";
import { isMsgpackPacket, SocketDecoder } from "./decoder.ts";
import { decodePacketFromMsgpack } from "./msgpack.ts";
import type { SocketPacket } from "./packet.ts";

export const socketIo: MessageProtocol = {
  name: "socket.io",
  recognise,
  open: (options) => new SocketDecoder(options),
};

/** A session begins with a CONNECT; tapes may begin in the middle of one. */
function recognise(first: Payload): number {
  if (typeof first === "string") return sureness(decodePacket(first));
  return isMsgpackPacket(decodePacketFromMsgpack(first)) ? 0.95 : 0;
}

function sureness(packet: SocketPacket): number {
  if (packet.type === "unknown") return 0;
  if (packet.notes.length > 0) return packet.data === undefined ? 0 : 0.1;
  switch (packet.type) {
    case "CONNECT":
      return 0.95;
    case "EVENT":
    case "BINARY_EVENT":
    case "BINARY_ACK":
      return 0.9;
    case "ACK":
    case "CONNECT_ERROR":
      return 0.7;
    case "DISCONNECT":
      return packet.namespace === "/" ? 0.3 : 0.7;
  }
}
