// Takes a Socket.IO packet apart: `<type>[<n>-][/nsp,][id][json]`. The decoder says what it is, this
// says where it stands.

import { decodePacket } from "../../protocols/socket_io/decode.ts";
import { labelOf } from "../../protocols/socket_io/event.ts";
import { PACKET_TYPES, type SocketPacket } from "../../protocols/socket_io/packet.ts";
import type { MessageParts } from "./message_parts.ts";
import { type Context, Cutter, type Findings } from "./part.ts";
import { payloadPart } from "./socket_payload.ts";
import { senderOfConnect, socketTypeWords } from "./socket_words.ts";
import { SOCKET_SOURCES } from "./sources.ts";
import { refusalConsequence, stockRefusal } from "./stock_refusal.ts";

export function socketParts(
  text: string,
  start: number,
  stop: number,
  context: Context,
  findings: Findings,
): MessageParts {
  const own = text.slice(start, stop);
  const packet = decodePacket(own);
  const cutter = new Cutter(text, start);
  const consequence = consequenceOf(own, context);
  if (packet.type === "unknown") {
    findings.mistake(start, "A Socket.IO packet begins with a type from 0 to 6", consequence);
    cutter.take(stop, {
      name: "unreadable packet",
      meaning: "no Socket.IO packet: that begins with a type from 0 to 6",
      source: SOCKET_SOURCES.types,
    });
    return { parts: cutter.parts, title: "an unreadable Socket.IO packet" };
  }
  const before = findings.mistakes.length;
  takeType(cutter, packet, context);
  takeAttachments(cutter, packet, own, start);
  takeNamespace(cutter, packet, text, stop);
  takeAckId(cutter, packet, text, stop);
  const payload = payloadPart(text, cutter.position, stop, packet, context, findings, consequence);
  addNotes(packet, start, findings, before, consequence);
  addRemarks(packet, context, findings);
  return { parts: [...cutter.parts, ...payload], title: `a Socket.IO ${titleOf(packet)}` };
}

function consequenceOf(packet: string, { from, engine }: Context): string | undefined {
  const refusal = stockRefusal(packet);
  // The clients of revision 3 go other ways than those of 4.
  if (refusal === undefined || engine === 3 && from === "server") return undefined;
  return refusalConsequence(refusal, engine === 3 ? "client" : from);
}

function titleOf(packet: SocketPacket): string {
  return packet.type === "ACK" || packet.type === "BINARY_ACK"
    ? labelOf(packet).replace(/ (\d+)$/, " of event $1")
    : labelOf(packet);
}

function takeType(cutter: Cutter, packet: SocketPacket, context: Context): void {
  const words = socketTypeWords(packet, context);
  const number = PACKET_TYPES.findIndex((type) => type === packet.type);
  cutter.take(cutter.position + 1, {
    name: "Socket.IO packet type",
    meaning: `Socket.IO packet type ${number}, ${packet.type}: ${words.meaning}`,
    value: packet.type,
    source: words.source,
  });
}

function takeAttachments(cutter: Cutter, packet: SocketPacket, own: string, start: number): void {
  const count = packet.attachments;
  const isBinary = packet.type === "BINARY_EVENT" || packet.type === "BINARY_ACK";
  const length = /^.(\d*-)/.exec(own)?.[1]?.length ?? 0;
  if (length === 0 || count === undefined && !isBinary) return;
  cutter.take(start + 1 + length, {
    name: "attachment count",
    meaning: count === undefined
      ? "here the number of attachments should stand"
      : attachmentsFollow(count, packet),
    source: SOCKET_SOURCES.encoding,
    ...(count === undefined ? {} : { value: count }),
  });
}

function attachmentsFollow(count: number, { type }: SocketPacket): string {
  const old = type === "ACK" ? " (Socket.IO 1.x and 2.x write it so: they have no BINARY_ACK)" : "";
  if (count === 0) return `no attachment follows${old}`;
  return count === 1
    ? `1 attachment: the next message is binary and belongs to this packet${old}`
    : `${count} attachments: the next ${count} messages are binary and belong to this packet${old}`;
}

function takeNamespace(cutter: Cutter, packet: SocketPacket, text: string, stop: number): void {
  if (cutter.position >= stop || text.charAt(cutter.position) !== "/") return;
  const { namespace, query } = packet;
  const comma = text.indexOf(",", cutter.position);
  const hasComma = comma !== -1 && comma < stop;
  const words = {
    name: "namespace",
    meaning: `namespace ${namespace}` +
      (hasComma ? "; the comma ends it" : "; older peers leave its comma out at the end"),
    value: namespace,
    source: SOCKET_SOURCES.encoding,
  };
  if (query === undefined) return cutter.take(hasComma ? comma + 1 : stop, words);
  cutter.take(cutter.position + namespace.length, { ...words, meaning: `namespace ${namespace}` });
  cutter.take(hasComma ? comma + 1 : stop, {
    name: "namespace query",
    meaning: "a query of the namespace, as Socket.IO 1.x and 2.x send what is auth in later ones",
    value: query,
    source: SOCKET_SOURCES.older,
  });
}

function takeAckId(cutter: Cutter, packet: SocketPacket, text: string, stop: number): void {
  const digits = /^\d+/.exec(text.slice(cutter.position, stop))?.[0];
  // The digits of a CONNECT_ERROR may be its reason.
  if (digits === undefined || packet.ackId === undefined) return;
  cutter.take(cutter.position + digits.length, {
    name: "acknowledgement id",
    meaning: ackMeaning(packet),
    value: packet.ackId,
    source: SOCKET_SOURCES.ack,
  });
}

function ackMeaning({ type, namespace, ackId }: SocketPacket): string {
  const place = namespace === "/" ? "" : `${namespace},`;
  switch (type) {
    case "EVENT":
    case "BINARY_EVENT":
      return `acknowledgement id ${ackId}: the sender waits for an answer with the same id ` +
        `(43${place}${ackId}[…])`;
    case "ACK":
    case "BINARY_ACK":
      return `acknowledgement id ${ackId}: this answers the other side's event with that id ` +
        `(42${place}${ackId}[…])`;
    default:
      return `an acknowledgement id, which means nothing in a ${type}`;
  }
}

/** What the decoder has to say that has not been told with a better place. */
function addNotes(
  packet: SocketPacket,
  start: number,
  findings: Findings,
  before: number,
  consequence: string | undefined,
): void {
  const isPayloadTold = findings.mistakes.length > before;
  for (const { rule, text, offset = 0 } of packet.notes) {
    const isPayload = rule === "socket.io/json" || rule === "socket.io/depth";
    if (isPayload && isPayloadTold) continue;
    findings.mistake(start + offset, text, consequence);
  }
  if (consequence !== undefined && findings.mistakes.length === before) {
    findings.mistake(start, "Stock peers do not take this packet", consequence);
  }
}

function addRemarks(packet: SocketPacket, context: Context, findings: Findings): void {
  const isAsking = packet.type === "CONNECT" && senderOfConnect(packet, context) === "client";
  if (isAsking && context.engine === 4) {
    const place = packet.namespace === "/" ? "" : `${packet.namespace},`;
    findings.remark(
      `The server answers with 40${place}{"sid":"…"} (let in) or 44${place}{"message":"…"} (refused)`,
    );
  }
  const count = packet.attachments ?? 0;
  if (count > 0) {
    findings.remark(
      'Each {"_placeholder":true,"num":N} in the arguments stands for attachment N, counted from 0. ' +
        (context.transport === "polling"
          ? "In a polling body attachments follow as b… packets"
          : "On a WebSocket attachments follow as binary messages"),
    );
  }
}
