// Reads the text of one packet straight down: `<type>[<n>-][/nsp,][id][json]` (socket.io-protocol
// v5, "Packet encoding"; revisions 3 and 4 likewise). A part that cannot be read becomes a note, and
// the packet then keeps the whole text.

import { parseJson } from "../../base/json.ts";
import { exceedsDepth, MAX_JSON_DEPTH } from "../../base/json_depth.ts";
import { addNote, NO_NOTES, PACKET_TYPES, unknownPacket } from "./packet.ts";
import type { PacketDraft, SocketPacket } from "./packet.ts";
import { checkPayload, isPlainPayload } from "./payload.ts";

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const DIGIT_EVENT = 0x32;
const DASH = 0x2d;
const SLASH = 0x2f;
const OPENING_BRACKET = 0x5b;

/** Never throws. */
export function decodePacket(text: string): SocketPacket {
  return readPlainEvent(text) ?? readPacket(text);
}

/**
 * What most packets are: an EVENT without an ack id, and nothing to be said of it. Made at once, as
 * fields that are added later take longer. Undefined for all others, whatever is wrong with them.
 */
function readPlainEvent(text: string): SocketPacket | undefined {
  if (text.charCodeAt(0) !== DIGIT_EVENT) return undefined;
  const isNamed = text.charCodeAt(1) === SLASH;
  if (isNamed && !text.startsWith(latestPrefix, 1)) return undefined;
  const start = isNamed ? 1 + latestPrefix.length : 1;
  if (text.charCodeAt(start) !== OPENING_BRACKET || exceedsDepth(text, start)) return undefined;
  const parsed = parseJson(text.slice(start));
  if (!parsed.ok || !isPlainPayload(parsed.value)) return undefined;
  const namespace = isNamed ? latestNamespace : "/";
  return { protocol: "socket.io", type: "EVENT", namespace, notes: NO_NOTES, data: parsed.value };
}

function readPacket(text: string): SocketPacket {
  const type = PACKET_TYPES[text.charCodeAt(0) - DIGIT_0];
  if (type === undefined) {
    return unknownPacket(text, {
      rule: "socket.io/type",
      text: `Cannot read a packet type from ${quote(text.slice(0, 1))}, expected a digit 0 to 6`,
      offset: 0,
    });
  }
  const packet: PacketDraft = { protocol: "socket.io", type, namespace: "/", notes: NO_NOTES };
  const afterCount = readAttachments(text, 1, packet);
  const afterNamespace = readNamespace(text, afterCount, packet);
  const afterId = readAckId(text, afterNamespace, packet);
  if (packet.type === "CONNECT_ERROR") {
    readReason(text, afterNamespace, afterId, packet);
  } else {
    readPayload(text, afterId, packet);
  }
  checkPayload(packet, text);
  return packet;
}

/** `<n>-`. Revision 3 has no BINARY_ACK: its ACK announces attachments. */
function readAttachments(text: string, start: number, packet: PacketDraft): number {
  const { type } = packet;
  const binary = type === "BINARY_EVENT" || type === "BINARY_ACK";
  if (!binary && type !== "ACK") return start;
  const end = skipDigits(text, start);
  const counted = text.charCodeAt(end) === DASH;
  if (counted && end > start) {
    const count = Number(text.slice(start, end));
    if (Number.isSafeInteger(count)) {
      packet.attachments = count;
      return end + 1;
    }
  }
  if (binary) {
    addNote(packet, {
      rule: "socket.io/attachment-count",
      text: `Cannot read how many attachments follow from ${quote(text.slice(start, end + 1))}, ` +
        `expected a number and "-"`,
      offset: start,
    }, text);
  }
  return binary && counted ? end + 1 : start;
}

/** Messages come in rows of the same namespace: what stood before its packets, and what it said. */
let latestPrefix = "/,";
let latestNamespace = "/";

/** `/nsp,` or, asked for by older clients, `/nsp?query,`. Older encoders end without the comma. */
function readNamespace(text: string, start: number, packet: PacketDraft): number {
  if (text.charCodeAt(start) !== SLASH) return start;
  if (text.startsWith(latestPrefix, start)) {
    packet.namespace = latestNamespace;
    return start + latestPrefix.length;
  }
  const comma = text.indexOf(",", start);
  const end = comma === -1 ? text.length : comma;
  const name = text.slice(start, end);
  const mark = name.indexOf("?");
  if (mark !== -1) {
    packet.namespace = name.slice(0, mark);
    packet.query = name.slice(mark + 1);
  } else {
    packet.namespace = name;
    if (comma !== -1) [latestPrefix, latestNamespace] = [`${name},`, name];
  }
  return comma === -1 ? end : end + 1;
}

function readAckId(text: string, start: number, packet: PacketDraft): number {
  const end = skipDigits(text, start);
  if (end === start) return start;
  const digits = text.slice(start, end);
  const id = Number(digits);
  if (Number.isFinite(id)) packet.ackId = id;
  if (!Number.isSafeInteger(id)) {
    addNote(packet, {
      rule: "socket.io/ack-id",
      text: `Cannot keep the ack id "${digits}" exactly, it is beyond 2^53`,
      offset: start,
    }, text);
  }
  return end;
}

function readPayload(text: string, start: number, packet: PacketDraft): void {
  if (start >= text.length) return;
  if (exceedsDepth(text, start)) {
    addNote(packet, {
      rule: "socket.io/depth",
      text:
        `Cannot read the payload of this ${packet.type}, it is nested deeper than ${MAX_JSON_DEPTH}`,
      offset: start,
    }, text);
    return;
  }
  const parsed = parseJson(text.slice(start));
  if (parsed.ok) {
    packet.data = parsed.value;
    return;
  }
  addNote(packet, {
    rule: "socket.io/json",
    text: `Cannot read the payload of this ${packet.type} as JSON: ${parsed.reason}`,
    offset: start,
  }, text);
}

/** A reason that is no JSON is taken as it stands, digits that looked like an ack id included. */
function readReason(text: string, start: number, afterId: number, packet: PacketDraft): void {
  readPayload(text, afterId, packet);
  if (packet.data !== undefined || start === text.length) return;
  packet.error = { message: text.slice(start) };
  delete packet.ackId;
  if (packet.notes.length > 0) return;
  addNote(packet, {
    rule: "socket.io/json",
    text: `The reason ${quote(text.slice(start))} is digits alone, expected JSON`,
    offset: start,
  }, text);
}

function skipDigits(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < DIGIT_0 || code > DIGIT_9) break;
  }
  return at;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
