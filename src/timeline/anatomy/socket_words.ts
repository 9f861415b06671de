// What the types of Socket.IO packets mean, by who sends them.

import type { Side } from "../../base/side.ts";
import type { SocketPacket } from "../../protocols/socket_io/packet.ts";
import type { Context } from "./part.ts";
import { SOCKET_SOURCES, type Source } from "./sources.ts";

export interface SocketWords {
  readonly meaning: string;
  readonly source: Source;
}

export function socketTypeWords(packet: SocketPacket, context: Context): SocketWords {
  switch (packet.type) {
    case "CONNECT":
      return { meaning: connectMeaning(packet, context), source: SOCKET_SOURCES.connect };
    case "DISCONNECT":
      return { meaning: disconnectMeaning(context.from), source: SOCKET_SOURCES.disconnect };
    case "EVENT":
      return { meaning: "an emit(), with its arguments", source: SOCKET_SOURCES.event };
    case "ACK":
      return { meaning: "answers an event that asked for it", source: SOCKET_SOURCES.ack };
    case "CONNECT_ERROR":
      return {
        meaning: context.engine === 3
          ? "an error, called ERROR in older revisions: the server refuses the client"
          : "the server refuses to let the client into the namespace",
        source: SOCKET_SOURCES.connect,
      };
    case "BINARY_EVENT":
      return {
        meaning: "an emit() with binary data in its arguments",
        source: SOCKET_SOURCES.event,
      };
    case "BINARY_ACK":
      return {
        meaning: "answers an event that asked for it, with binary data",
        source: SOCKET_SOURCES.ack,
      };
    case "unknown":
      return {
        meaning: "there is no such type: they go from 0 to 6",
        source: SOCKET_SOURCES.types,
      };
  }
}

/** Both sides send it: the same letters ask and answer. */
export function senderOfConnect(packet: SocketPacket, context: Context): Side | undefined {
  if (context.from !== undefined) return context.from;
  return hasSid(packet) ? "server" : undefined;
}

function connectMeaning(packet: SocketPacket, context: Context): string {
  const { namespace } = packet;
  switch (senderOfConnect(packet, context)) {
    case "client":
      return `the client asks to be let into the namespace ${namespace}`;
    case "server":
      return `the server has let the client into the namespace ${namespace}`;
    case undefined:
      return `a client asks to be let into ${namespace}, or a server says that it has been let in`;
  }
}

function disconnectMeaning(from: Side | undefined): string {
  if (from === undefined) return "whoever sends it leaves the namespace, or throws the other out";
  return from === "client"
    ? "the client leaves the namespace"
    : "the server throws the client out of the namespace";
}

function hasSid({ data }: SocketPacket): boolean {
  return typeof data === "object" && data !== null && "sid" in data;
}
