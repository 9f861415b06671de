// Takes one Engine.IO packet apart that is written as text: its type, and what follows. What the
// decoder reads is what is told here.

import { fromBase64 } from "../../base/bytes.ts";
import { readText } from "../../protocols/engine_io/decode_packet.ts";
import { ENGINE_TYPES, type EnginePacket } from "../../protocols/engine_io/packet.ts";
import { binaryAnatomy } from "./binary.ts";
import { checkSender, engineTypeWords, parseErrorConsequence } from "./engine_words.ts";
import { handshakePart } from "./handshake_part.ts";
import { messageParts } from "./message_parts.ts";
import { type Context, Cutter, type Findings, type Part } from "./part.ts";
import { ENGINE_SOURCES } from "./sources.ts";

export interface EngineParts {
  readonly packet: EnginePacket;
  readonly parts: readonly Part[];
  /** `message, with a Socket.IO EVENT` */
  readonly title: string;
}

export function engineParts(
  text: string,
  start: number,
  stop: number,
  context: Context,
  findings: Findings,
): EngineParts {
  const packet = readText(text, start, stop, context.engine, start, stop);
  const cutter = new Cutter(text, start);
  if (packet.type === "unknown") return unreadable(packet, cutter, stop, context, findings);
  if (text.startsWith("b", start)) return base64Parts(packet, cutter, stop, context, findings);
  const words = engineTypeWords(packet, context);
  checkSender(packet.type, words, start, context, findings);
  const digit = ENGINE_TYPES.indexOf(packet.type);
  cutter.take(start + 1, {
    name: "Engine.IO packet type",
    meaning: `Engine.IO packet type ${digit}, ${packet.type}: ${words.meaning}`,
    value: packet.type,
    source: words.source,
  });
  if (packet.type === "open") {
    const handshake = handshakePart(text, start + 1, stop, context, findings);
    return { packet, parts: [...cutter.parts, ...handshake], title: "open" };
  }
  if (packet.type === "message") {
    const message = messageParts(text, start + 1, stop, context, findings);
    return {
      packet,
      parts: [...cutter.parts, ...message.parts],
      title: `message, with ${message.title}`,
    };
  }
  controlData(packet, cutter, stop, context, findings);
  const title = packet.probe === true ? `${packet.type} probe` : packet.type;
  return { packet, parts: cutter.parts, title };
}

/** What follows the types that need nothing to follow. */
function controlData(
  packet: EnginePacket,
  cutter: Cutter,
  stop: number,
  context: Context,
  findings: Findings,
): void {
  const { position } = cutter;
  if (position === stop) return;
  const sources = ENGINE_SOURCES[context.engine];
  if (packet.probe === true) {
    cutter.take(stop, {
      name: "probe",
      meaning: 'the word "probe" tells it from a heartbeat',
      value: "probe",
      source: sources.upgrade,
    });
    return;
  }
  const data = String(packet.data);
  const isBeat = packet.type === "ping" || packet.type === "pong";
  cutter.take(stop, {
    name: "data",
    meaning: isBeat && context.engine === 3
      ? "data of the heartbeat; the answer carries the same"
      : `data that nobody reads: a packet of type ${packet.type} needs none`,
    value: data,
    source: sources.packet,
  });
  if (isBeat && context.engine === 3) return;
  if (/^(?:\/|\[|\{|\d+-|\d+\[)/.test(data)) {
    findings.remark(
      "A Socket.IO packet from a debug log lacks the 4 of Engine.IO's message before it; with it: " +
        `deno task explain '4${packet.type === "unknown" ? "" : ENGINE_TYPES.indexOf(packet.type)}${
          data.length > 40 ? "…" : data
        }'`,
    );
  }
}

function unreadable(
  packet: EnginePacket,
  cutter: Cutter,
  stop: number,
  context: Context,
  findings: Findings,
): EngineParts {
  const [note] = packet.notes;
  findings.mistake(
    cutter.position,
    note?.text ?? "This is no packet",
    parseErrorConsequence(context.from),
  );
  cutter.take(stop, {
    name: "unreadable packet",
    meaning: "no Engine.IO packet: that begins with a type from 0 to 6, or with b for base64",
    source: ENGINE_SOURCES[context.engine].packet,
  });
  return { packet, parts: cutter.parts, title: "unreadable" };
}

/** Revision 4: `b<base64>`; revision 3: `b<type><base64>`. */
function base64Parts(
  packet: EnginePacket,
  cutter: Cutter,
  stop: number,
  context: Context,
  findings: Findings,
): EngineParts {
  const source = ENGINE_SOURCES[context.engine].payload;
  const begin = cutter.position;
  cutter.take(begin + 1, {
    name: "base64 mark",
    meaning: context.engine === 4
      ? "b: a message of binary data, written as base64 because polling carries text"
      : "b: binary data, written as base64 because this body carries text",
    value: "b",
    source,
  });
  if (context.engine === 3 && packet.type !== "unknown") {
    const words = engineTypeWords(packet, context);
    cutter.take(begin + 2, {
      name: "Engine.IO packet type",
      meaning: `Engine.IO packet type ${ENGINE_TYPES.indexOf(packet.type)}, ${packet.type}: ` +
        words.meaning,
      value: packet.type,
      source: words.source,
    });
  }
  const bytes = packet.data instanceof Uint8Array ? packet.data : fromBase64("");
  const length = bytes?.length ?? 0;
  cutter.take(stop, {
    name: "base64 data",
    meaning:
      `${length} ${length === 1 ? "byte" : "bytes"} as base64: for Socket.IO an attachment ` +
      "of the binary event or acknowledgement before it",
    value: { bytes: length },
    source,
    ...(bytes === undefined ? {} : { inside: binaryAnatomy(bytes) }),
  });
  for (const note of packet.notes) findings.mistake(begin, note.text);
  return { packet, parts: cutter.parts, title: `message of ${length} bytes (base64)` };
}
