// What a packet means to people: its label, and the application event that it carries.

import type { Value } from "../../base/json.ts";
import { valueToJson } from "../../base/json.ts";
import type { DecodedEvent } from "../protocol.ts";
import type { SocketPacket } from "./packet.ts";

/** The longest offset of connection state recovery that is taken for one. */
export const MAX_OFFSET_LENGTH = 64;

/** The event of an EVENT or BINARY_EVENT; `recovers` when an offset follows its arguments. */
export function eventOf(packet: SocketPacket, recovers: boolean): DecodedEvent | undefined {
  const { namespace, ackId, data } = packet;
  if (!isEvent(packet) || !Array.isArray(data) || data.length === 0) return undefined;
  const name = nameOf(data[0]);
  // Most events have one argument, and that is put into a list in half of the time.
  const args = data.length === 2 ? [data[1]] : data.slice(1);
  if (ackId !== undefined) return { namespace, name, args, ackId };
  const offset = recovers && data.length > 1 ? offsetOf(data.at(-1)) : undefined;
  if (offset === undefined) return { namespace, name, args };
  return { namespace, name, args: data.slice(1, -1), offset };
}

export function labelOf(packet: SocketPacket): string {
  const { type, data } = packet;
  switch (type) {
    case "CONNECT":
    case "DISCONNECT":
      return `${type} ${packet.namespace}`;
    case "EVENT":
    case "BINARY_EVENT":
      return Array.isArray(data) && data.length > 0 ? eventLabel(type, nameOf(data[0])) : type;
    case "ACK":
    case "BINARY_ACK":
      return packet.ackId === undefined ? type : `${type} ${packet.ackId}`;
    case "CONNECT_ERROR":
      return packet.error?.message ? `${type} ${packet.error.message}` : type;
    case "unknown":
      return type;
  }
}

function isEvent(packet: SocketPacket): boolean {
  return packet.type === "EVENT" || packet.type === "BINARY_EVENT";
}

/**
 * Events come in rows of the same name: then its text is the one from before, so that whoever
 * compares names need not look at their letters, and the label is not made anew.
 */
let latestName = "";
let latestType = "";
let latestLabel = "";

function eventLabel(type: string, name: string): string {
  if (name === latestName && type === latestType) return latestLabel;
  latestName = name;
  latestType = type;
  latestLabel = `${type} ${name}`;
  return latestLabel;
}

function nameOf(name: Value): string {
  if (typeof name === "string") return name === latestName ? latestName : name;
  return typeof name === "object" ? JSON.stringify(valueToJson(name)) : String(name);
}

/**
 * Adapters make offsets of letters, digits, `_`, `-` and `.` (yeast, stream ids, object ids). Other
 * strings are arguments: volatile events carry no offset.
 */
function offsetOf(value: Value | undefined): string | undefined {
  if (typeof value !== "string" || value.length > MAX_OFFSET_LENGTH) return undefined;
  return /^[\w.-]+$/.test(value) ? value : undefined;
}
