// Where the fields of an expression are found in a moment. A field that a moment does not have is
// undefined; nothing here throws, whatever the traffic was.

import type { Value } from "../../base/json.ts";
import type { JsonPacket } from "../../protocols/json/json.ts";
import { ENGINE_TYPES, type EnginePacket } from "../../protocols/engine_io/packet.ts";
import type { Packet } from "../../protocols/protocol.ts";
import type { SocketPacket } from "../../protocols/socket_io/packet.ts";
import type { Entry } from "../../tape/entry.ts";
import type { Moment } from "../moment.ts";
import { dollarOf } from "./dollar.ts";

/** What a field, or any part of an expression, is for a moment; undefined when it is not there. */
export type Found = Value | undefined;

/** An event's, or of any other Socket.IO packet its own. */
export function namespaceOf({ decoded }: Moment): Found {
  return decoded?.event?.namespace ?? socketPacketOf(decoded?.packets)?.namespace;
}

/** The id under which an answer is expected, or that is answered. */
export function ackOf({ decoded }: Moment): Found {
  if (decoded === undefined) return undefined;
  return decoded.event === undefined ? socketPacketOf(decoded.packets)?.ackId : decoded.event.ackId;
}

/** The arguments of an event or of its answer. */
export function argumentsOf({ decoded }: Moment): readonly Value[] | undefined {
  if (decoded === undefined) return undefined;
  if (decoded.event !== undefined) return decoded.event.args;
  const packet = socketPacketOf(decoded.packets);
  if (packet?.type !== "ACK" && packet?.type !== "BINARY_ACK") return undefined;
  return Array.isArray(packet.data) ? packet.data : undefined;
}

/** The only argument, or the list of arguments. */
export function dollarOfMoment(moment: Moment): Found {
  const args = argumentsOf(moment);
  return args === undefined ? undefined : dollarOf(args);
}

/** The innermost packet's type, in its protocol's own words. */
export function packetTypeOf({ decoded }: Moment): Found {
  return decoded?.packets.at(-1)?.type;
}

/** What a message carries that is neither an event nor an answer; of plain JSON the message. */
export function dataOf({ decoded }: Moment): Found {
  const packet = decoded?.packets.at(-1);
  switch (packet?.protocol) {
    case "json":
      return (packet as JsonPacket).value;
    case "socket.io":
      return dataOfSocketPacket(packet);
    case "engine.io":
      return "handshake" in packet ? (packet as EnginePacket).handshake as Found : undefined;
    default:
      return undefined;
  }
}

function dataOfSocketPacket(packet: Packet): Found {
  switch (packet.type) {
    case "CONNECT":
    case "CONNECT_ERROR":
    case "DISCONNECT":
      return (packet as SocketPacket).data;
    default:
      return undefined;
  }
}

/** The text on the wire; of a polling body its packet's share, as a WebSocket would carry it. */
export function textOf({ line, decoded }: Moment): Found {
  const { entry } = line;
  if (entry.kind === "request" || entry.kind === "response") {
    const outer = decoded?.packets[0];
    if (outer?.protocol === "engine.io" && "start" in outer) {
      return textOfPacket(outer as EnginePacket);
    }
  }
  return "text" in entry ? entry.text : undefined;
}

function textOfPacket({ type, data }: EnginePacket): Found {
  if (typeof data !== "string") return undefined;
  return type === "unknown" ? data : `${ENGINE_TYPES.indexOf(type)}${data}`;
}

/** The first note's rule, a recorder's or a decoder's. */
export function ruleOf({ line, decoded }: Moment): Found {
  if (line.known && line.entry.kind === "note") return line.entry.rule;
  return decoded?.notes[0]?.rule;
}

/** All notes; undefined when there are none. */
export function notesOf({ line, decoded }: Moment): Found {
  if (line.known && line.entry.kind === "note") {
    return [{ rule: line.entry.rule, text: line.entry.text }];
  }
  const notes = decoded?.notes ?? [];
  // A missing offset is no field here, while the type allows for one that is undefined.
  return notes.length === 0 ? undefined : notes as unknown as Value;
}

/** A field of the line that only some kinds of entries have. */
export function entryField(name: "method" | "url" | "status"): (moment: Moment) => Found {
  return ({ line }) => line.known ? fieldOf(line.entry, name) : undefined;
}

function fieldOf(entry: Entry, name: "method" | "url" | "status"): Found {
  if (entry.kind === "request") return name === "status" ? undefined : entry[name];
  return entry.kind === "response" && name === "status" ? entry.status : undefined;
}

/** The innermost one that is a packet and no attachment. */
function socketPacketOf(packets: readonly Packet[] = []): SocketPacket | undefined {
  const packet = packets.at(-1);
  if (packet?.protocol !== "socket.io" || packet.type === "attachment") return undefined;
  return packet as SocketPacket;
}
