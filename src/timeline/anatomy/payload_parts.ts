// Takes polling bodies apart: packets between record separators (revision 4), or each behind its
// length (revision 3, as text or as bytes).

import { decodeUtf8Lossy, type Payload } from "../../base/bytes.ts";
import { decodePayload } from "../../protocols/engine_io/payload.ts";
import type { EnginePacket } from "../../protocols/engine_io/packet.ts";
import { typedBytesParts } from "./binary.ts";
import { engineParts } from "./engine_parts.ts";
import { parseErrorConsequence } from "./engine_words.ts";
import { type Context, Cutter, Findings, type Part, partOf, type PartWords } from "./part.ts";
import { ENGINE_SOURCES } from "./sources.ts";

export interface PayloadParts {
  readonly parts: readonly Part[];
  readonly title: string;
}

/** The packets stand one by one in the parts, separators and lengths between them. */
export function textPayloadParts(text: string, context: Context, findings: Findings): PayloadParts {
  const packets = decodePayload(text, context.engine);
  const parts: Part[] = [];
  const titles: string[] = [];
  for (const [index, { start, end }] of packets.slice(0, MAX_PACKETS).entries()) {
    const frame = context.engine === 4
      ? separatedFrame(text, start, end, index === packets.length - 1)
      : countedFrame(text, start, end, context, findings);
    parts.push(...frame.before);
    if (frame.broken) continue;
    const read = engineParts(text, frame.start, frame.stop, context, findings);
    titles.push(read.title);
    if (read.parts.length > 0) {
      parts.push(partOf(text, frame.start, frame.stop, {
        name: `packet ${index + 1}`,
        meaning: `packet ${index + 1} of ${packets.length}: ${read.title}`,
        children: read.parts,
      }));
    }
    parts.push(...frame.after);
  }
  parts.push(...packetsLeft(text, packets));
  if (packets.length === 0) parts.push(...emptyPayload(text));
  return { parts, title: titleOf(packets.length, titles) };
}

/** How many packets of a body are taken apart. */
export const MAX_PACKETS = 1000;

function packetsLeft(data: Payload, packets: readonly EnginePacket[]): readonly Part[] {
  const first = packets[MAX_PACKETS];
  if (first === undefined) return [];
  return [partOf(data, first.start, data.length, {
    name: "more packets",
    meaning: `${packets.length - MAX_PACKETS} more packets, not taken apart`,
  })];
}

interface Frame {
  readonly before: readonly Part[];
  readonly start: number;
  readonly stop: number;
  readonly after: readonly Part[];
  readonly broken?: true;
}

function separatedFrame(text: string, start: number, end: number, isLast: boolean): Frame {
  if (isLast) return { before: [], start, stop: end, after: [] };
  const separator = partOf(text, end - 1, end, {
    name: "separator",
    meaning: "the record separator, character 0x1e: the next packet begins",
    source: ENGINE_SOURCES[4].payload,
  });
  return { before: [], start, stop: end - 1, after: [separator] };
}

function countedFrame(
  text: string,
  start: number,
  end: number,
  context: Context,
  findings: Findings,
): Frame {
  const source = ENGINE_SOURCES[3].payload;
  const header = /^(\d+):/.exec(text.slice(start, start + 20));
  const length = Number(header?.[1]);
  if (header === null || start + header[0].length + length !== end) {
    findings.mistake(
      start,
      `No length that fits the ${end - start} characters left, as 5: before a packet of 5`,
      parseErrorConsequence(context.from),
    );
    const rest = partOf(text, start, end, {
      name: "unreadable packet",
      meaning: "cannot be read: its length is missing or wrong",
      source,
    });
    return { before: start === end ? [] : [rest], start: end, stop: end, after: [], broken: true };
  }
  const first = start + header[0].length;
  const before = partOf(text, start, first, {
    name: "packet length",
    meaning: `the next packet has ${length} ${length === 1 ? "character" : "characters"} ` +
      "(UTF-16 units, not bytes)",
    value: length,
    source,
  });
  return { before: [before], start: first, stop: end, after: [] };
}

function emptyPayload(text: string): readonly Part[] {
  if (text === "") return [];
  return [partOf(text, 0, text.length, {
    name: "empty payload",
    meaning: "a body without a packet: there was nothing to send",
    source: ENGINE_SOURCES[3].payload,
  })];
}

function titleOf(count: number, titles: readonly string[]): string {
  const packets = count === 1 ? "1 packet" : `${count} packets`;
  const shown = titles.length <= 4 ? titles : [...titles.slice(0, 3), `${titles.length - 3} more`];
  return `Polling body with ${packets}${shown.length === 0 ? "" : `: ${shown.join("; ")}`}`;
}

/** Binary bodies of revision 3, and text bodies that are not UTF-8. */
export function bytesPayloadParts(
  bytes: Uint8Array,
  context: Context,
  findings: Findings,
): PayloadParts {
  const packets = decodePayload(bytes, context.engine);
  const isFramed = context.engine === 3 && (bytes[0] ?? 9) < 2;
  const parts = packets.slice(0, MAX_PACKETS).flatMap((packet) => {
    const isRead = packet.type !== "unknown" || packet.notes[0]?.rule !== "engine.io/length";
    return isFramed && isRead
      ? framedPacket(bytes, packet, context, findings)
      : unframedPacket(bytes, packet, context, findings);
  });
  return {
    parts: [...parts, ...packetsLeft(bytes, packets)],
    title: titleOf(packets.length, []),
  };
}

function framedPacket(
  bytes: Uint8Array,
  { start, end }: EnginePacket,
  context: Context,
  findings: Findings,
): readonly Part[] {
  const cutter = new Cutter(bytes, start);
  const isBinary = bytes[start] === 1;
  const first = bytes.indexOf(255, start) + 1;
  cutter.take(start + 1, {
    name: "packet kind",
    meaning: isBinary ? "1: a binary packet follows" : "0: a packet of text follows",
    value: isBinary ? 1 : 0,
    source: ENGINE_SOURCES[3].payload,
  });
  cutter.take(first, {
    name: "packet length",
    meaning: `its length in bytes, a digit a byte, ended by 255: ${end - first}`,
    value: end - first,
    source: ENGINE_SOURCES[3].payload,
  });
  if (isBinary) {
    return [...cutter.parts, ...typedBytesParts(bytes, first, end, context, findings).parts];
  }
  cutter.take(end, textPacketWords(bytes.subarray(first, end), context));
  return cutter.parts;
}

function unframedPacket(
  bytes: Uint8Array,
  packet: EnginePacket,
  context: Context,
  findings: Findings,
): readonly Part[] {
  const { start, end, type, notes } = packet;
  for (const note of notes) {
    findings.mistake(
      note.offset ?? start,
      note.text,
      type === "unknown" ? parseErrorConsequence(context.from) : undefined,
    );
  }
  if (start === end) return [];
  const part = partOf(bytes, start, end, {
    name: type === "unknown" ? "unreadable packet" : "packet",
    meaning: type === "unknown"
      ? "cannot be read as a packet"
      : `a packet of type ${type}, whose text is not UTF-8 or that stands beside such text`,
    source: ENGINE_SOURCES[context.engine].payload,
  });
  return [part];
}

function textPacketWords(bytes: Uint8Array, context: Context): PartWords {
  const text = decodeUtf8Lossy(bytes);
  const findings = new Findings();
  const { parts, title } = engineParts(text, 0, text.length, context, findings);
  const { mistakes, remarks } = findings;
  return {
    name: "packet",
    meaning: `a packet of text: ${title}`,
    inside: { input: text, title, parts, mistakes, remarks },
  };
}
