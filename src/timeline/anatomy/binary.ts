// Takes binary apart: packets of Engine.IO 3 with their type byte, messages of Engine.IO 4 (the data
// itself), and what Socket.IO makes of them: attachments, or msgpack packets.

import { readTypedBytes } from "../../protocols/engine_io/decode_packet.ts";
import { ENGINE_TYPES } from "../../protocols/engine_io/packet.ts";
import { isMsgpackPacket } from "../../protocols/socket_io/decoder.ts";
import { labelOf } from "../../protocols/socket_io/event.ts";
import { decodePacketFromMsgpack } from "../../protocols/socket_io/msgpack.ts";
import { valueToJson } from "../../base/json.ts";
import { engineTypeWords, parseErrorConsequence } from "./engine_words.ts";
import { type Anatomy, type Context, Cutter, type Findings, type Part, partOf } from "./part.ts";
import { ENGINE_SOURCES, SOCKET_SOURCES } from "./sources.ts";

export interface BinaryParts {
  readonly parts: readonly Part[];
  readonly title: string;
}

/** A binary message of a WebSocket. */
export function binaryMessageParts(
  bytes: Uint8Array,
  context: Context,
  findings: Findings,
): BinaryParts {
  if (context.engine === 3) return typedBytesParts(bytes, 0, bytes.length, context, findings);
  const data = dataParts(bytes, 0, bytes.length);
  findings.remark(
    "A binary message has no type before it: in revision 4 of Engine.IO it is always a message " +
      "(type 4), data and nothing else",
  );
  return {
    parts: data.parts,
    title: `Engine.IO packet: message of ${countBytes(bytes.length)}, with ${data.title}`,
  };
}

/** Revision 3: a type byte, then the data. */
export function typedBytesParts(
  bytes: Uint8Array,
  start: number,
  stop: number,
  context: Context,
  findings: Findings,
): BinaryParts {
  const packet = readTypedBytes(bytes.subarray(start, stop), 3, start, stop);
  const cutter = new Cutter(bytes, start);
  if (packet.type === "unknown") {
    const [note] = packet.notes;
    const consequence = parseErrorConsequence(context.from);
    findings.mistake(start, note?.text ?? "This is no packet", consequence);
    cutter.take(stop, { name: "unreadable packet", meaning: "bytes without a type from 0 to 6" });
    return { parts: cutter.parts, title: "Engine.IO packet: unreadable" };
  }
  const words = engineTypeWords(packet, context);
  cutter.take(start + 1, {
    name: "Engine.IO packet type",
    meaning: `Engine.IO packet type ${ENGINE_TYPES.indexOf(packet.type)}, ${packet.type} ` +
      `(the byte, not the digit): ${words.meaning}`,
    value: packet.type,
    source: ENGINE_SOURCES[3].packet,
  });
  const data = dataParts(bytes, start + 1, stop);
  return {
    parts: [...cutter.parts, ...data.parts],
    title: `Engine.IO packet: ${packet.type} of ${
      countBytes(stop - start - 1)
    }, with ${data.title}`,
  };
}

/** What a message's bytes are by themselves, as base64 carries them too. */
export function binaryAnatomy(bytes: Uint8Array): Anatomy {
  const { parts, title } = dataParts(bytes, 0, bytes.length);
  return { input: bytes, title, parts, mistakes: [], remarks: [] };
}

function dataParts(bytes: Uint8Array, start: number, stop: number): BinaryParts {
  if (start === stop) return { parts: [], title: "no data" };
  const packet = decodePacketFromMsgpack(bytes.subarray(start, stop));
  if (isMsgpackPacket(packet)) {
    const part = partOf(bytes, start, stop, {
      name: "msgpack packet",
      meaning: `a Socket.IO packet in msgpack (socket.io-msgpack-parser): ${labelOf(packet)}` +
        (packet.namespace === "/" ? "" : ` in ${packet.namespace}`) +
        (packet.ackId === undefined ? "" : `, acknowledgement id ${packet.ackId}`),
      source: SOCKET_SOURCES.encoding,
      ...(packet.data === undefined ? {} : { value: valueToJson(packet.data) }),
    });
    return { parts: [part], title: `a Socket.IO ${labelOf(packet)} in msgpack` };
  }
  const part = partOf(bytes, start, stop, {
    name: "bytes",
    meaning: `${countBytes(stop - start)} of data: for Socket.IO an attachment of the binary ` +
      "event or acknowledgement before it",
    source: SOCKET_SOURCES.encoding,
  });
  return { parts: [part], title: "binary data" };
}

export function countBytes(count: number): string {
  return count === 1 ? "1 byte" : `${count} bytes`;
}
