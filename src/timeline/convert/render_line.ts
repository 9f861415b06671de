// The lines that a held line becomes: the message or body with its changed packets, messages behind
// it, and nothing where all of it was dropped.

import type { Payload } from "../../base/bytes.ts";
import { encodePacket } from "../../protocols/engine_io/encode_packet.ts";
import type { EnginePacket, OutgoingPacket } from "../../protocols/engine_io/packet.ts";
import type { Entry, MessageEntry } from "../../tape/entry.ts";
import { contentOf, payloadOf } from "../content.ts";
import type { AddedEvent, Extra, HeldEvent, HeldLine, HeldPart } from "./held_line.ts";
import { enginePacketOf } from "./packet_data.ts";
import { type PacketChange, rewriteBody } from "./rewrite_body.ts";
import { type CarryingEntry, isCarrying, withContent } from "./with_content.ts";

/** One line that comes out. */
export interface RenderedLine {
  readonly entry: Entry;
  /** It is the line that went in, changed or not. */
  readonly isOriginal: boolean;
  /** Events that it completes beside those of the line that went in. */
  readonly added?: AddedEvent;
  readonly copyOf?: HeldEvent;
}

/** Only for lines of which something changes, and whose kind is known. */
export function renderLine(held: HeldLine): readonly RenderedLine[] {
  const { line, parts } = held;
  if (!line.known) return [];
  const { entry } = line;
  if (entry.kind === "message") return renderMessage(entry, parts[0]);
  if (!isCarrying(entry) || parts.every((part) => engineOf(part) === undefined)) {
    const isDropped = parts.every(({ dropped }) => dropped);
    return isDropped ? [] : [{ entry, isOriginal: true }];
  }
  return renderBody(entry, parts);
}

function renderMessage(entry: MessageEntry, part: HeldPart | undefined): readonly RenderedLine[] {
  if (part === undefined) return [{ entry, isOriginal: true }];
  const { inner, dropped, extras } = part;
  const engine = engineOf(part);
  const lines: RenderedLine[] = [];
  if (!dropped) {
    const changed = inner === undefined ? entry : withContent(entry, wrap(engine, inner));
    lines.push({ entry: changed, isOriginal: true });
  }
  for (const extra of extras) {
    const { added, copyOf } = extra;
    lines.push({
      entry: messageOf(entry, extra, wrap(engine, extra.payload)),
      isOriginal: false,
      ...(added === undefined ? {} : { added }),
      ...(copyOf === undefined ? {} : { copyOf }),
    });
  }
  return lines;
}

function messageOf({ at, conn, from }: MessageEntry, { like }: Extra, data: Payload): Entry {
  if (like?.kind === "message") return withContent({ ...like, at, conn, from }, data);
  return { kind: "message", at, conn, from, ...contentOf(data) };
}

function wrap(engine: EnginePacket | undefined, inner: Payload): Payload {
  return engine === undefined
    ? inner
    : encodePacket({ type: "message", data: inner }, engine.version);
}

function renderBody(entry: CarryingEntry, parts: readonly HeldPart[]): readonly RenderedLine[] {
  const changes: PacketChange[] = [];
  for (const part of parts) {
    const packet = engineOf(part);
    if (packet === undefined) continue;
    const becomes: OutgoingPacket[] = [];
    if (!part.dropped) {
      becomes.push(part.inner === undefined ? packet : messagePacket(part.inner));
    }
    for (const extra of part.extras) becomes.push(messagePacket(extra.payload));
    changes.push({ packet, becomes });
  }
  const from = entry.kind === "request" ? "client" : "server";
  const before = payloadOf(entry);
  const body = rewriteBody(before, changes, from);
  if (body !== undefined) return [{ entry: withContent(entry, body), isOriginal: true }];
  if (entry.kind === "request") return [];
  // A poll must be answered: a server with nothing to say says so.
  const noop = changes.map(({ packet }, index): PacketChange => ({
    packet,
    becomes: index === 0 ? [{ type: "noop" }] : [],
  }));
  const empty = rewriteBody(before, noop, from) ?? before;
  return [{ entry: withContent(entry, empty), isOriginal: true }];
}

function messagePacket(data: Payload): OutgoingPacket {
  return { type: "message", data };
}

function engineOf({ moment }: HeldPart): EnginePacket | undefined {
  return moment.decoded === undefined ? undefined : enginePacketOf(moment.decoded);
}
