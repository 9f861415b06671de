// What a packet of each type has to carry. What it carries instead is kept and noted.

import type { Payload } from "../../base/bytes.ts";
import type { Value, ValueObject } from "../../base/json.ts";
import { addNote } from "./packet.ts";
import type { ConnectError, PacketDraft } from "./packet.ts";

/**
 * Names that stock peers refuse, as they have a meaning of their own (socket.io-parser 4). A switch,
 * because a Set would hash every name anew.
 */
export function isReserved(name: string): boolean {
  switch (name) {
    case "connect":
    case "connect_error":
    case "disconnect":
    case "disconnecting":
    case "newListener":
    case "removeListener":
      return true;
    default:
      return false;
  }
}

/** Notes what is wrong with the payload; reads the reason of a CONNECT_ERROR. */
export function checkPayload(packet: PacketDraft, raw: Payload): void {
  switch (packet.type) {
    case "EVENT":
    case "BINARY_EVENT":
      return checkEvent(packet, raw);
    case "ACK":
    case "BINARY_ACK":
      if (packet.ackId === undefined) {
        complain(packet, raw, "ack-id", `carries no ack id, nobody can tell what it answers`);
      }
      if (!Array.isArray(packet.data)) wrong(packet, raw, "an array of arguments");
      return;
    case "CONNECT":
      refuseAckId(packet, raw);
      if (packet.data !== undefined && !isObject(packet.data)) wrong(packet, raw, "an object");
      return;
    case "DISCONNECT":
      refuseAckId(packet, raw);
      if (packet.data !== undefined) wrong(packet, raw, "none");
      return;
    case "CONNECT_ERROR":
      return checkError(packet, raw);
    case "unknown":
      return;
  }
}

/** Whether an EVENT with this payload is as it should be. */
export function isPlainPayload(data: Value): boolean {
  if (!Array.isArray(data)) return false;
  const name: Value = data[0];
  return typeof name === "string" && !isReserved(name);
}

function checkEvent(packet: PacketDraft, raw: Payload): void {
  const { data } = packet;
  if (!Array.isArray(data) || data.length === 0) {
    return wrong(packet, raw, "an array that begins with the event's name");
  }
  const name: Value = data[0];
  if (typeof name === "string") {
    if (!isReserved(name)) return;
    complain(packet, raw, "reserved-event", `is named "${name}", which stock peers refuse`);
  } else if (typeof name !== "number") {
    const kind = Array.isArray(name) ? "array" : name === null ? "null" : typeof name;
    complain(packet, raw, "event-name", `is named by a value of type ${kind}, expected a string`);
  }
}

function checkError(packet: PacketDraft, raw: Payload): void {
  refuseAckId(packet, raw);
  if (packet.error !== undefined) return;
  const error = readError(packet.data);
  if (error === undefined) return wrong(packet, raw, "a reason");
  packet.error = error;
}

/**
 * Revision 5 sends `{"message","data"}`, older ones the message as a string, or only the data that
 * the server's error carried.
 */
function readError(data: Value | undefined): ConnectError | undefined {
  if (typeof data === "string") return { message: data };
  if (!isObject(data)) return undefined;
  const { message, data: details } = data;
  if (typeof message !== "string") return { message: "", data };
  return details === undefined ? { message } : { message, data: details };
}

function refuseAckId(packet: PacketDraft, raw: Payload): void {
  if (packet.ackId === undefined) return;
  complain(packet, raw, "ack-id", `carries the ack id ${packet.ackId}, which means nothing there`);
}

function wrong(packet: PacketDraft, raw: Payload, expected: string): void {
  // A payload that could not be read has been noted already.
  if (packet.data === undefined && packet.notes.some(isUnreadable)) return;
  const found = packet.data === undefined ? "no payload" : "another payload";
  complain(packet, raw, "payload", `carries ${found}, expected ${expected}`);
}

function isUnreadable(note: { readonly rule: string }): boolean {
  return note.rule === "socket.io/json" || note.rule === "socket.io/depth";
}

function complain(packet: PacketDraft, raw: Payload, name: string, what: string): void {
  addNote(packet, { rule: `socket.io/${name}`, text: `This ${packet.type} ${what}` }, raw);
}

function isObject(value: Value | undefined): value is ValueObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Uint8Array);
}
