// Compares what a tape holds with what both sides say they sent: the events as an application has
// them, and the messages as Engine.IO has them. Nothing missing, nothing twice, the right side, the
// right order.

import { assertEquals } from "@std/assert";
import { otherSide, type Side } from "../../src/base/side.ts";
import type { Decoded, Packet } from "../../src/protocols/protocol.ts";
import type { EnginePacket } from "../../src/protocols/engine_io/packet.ts";
import type { SocketPacket } from "../../src/protocols/socket_io/packet.ts";
import { type LogLine, type PeerLog, plain, plainMessage, type RawMessage } from "./log.ts";
import type { ReadLine } from "./recorded_tap.ts";

/** A line of a log from nobody's point of view: what went from one side to the other. */
export interface SentLine {
  readonly from: Side;
  readonly namespace: string;
  readonly kind: LogLine["kind"];
  readonly name: string;
  readonly args: readonly unknown[];
}

/** What one side wrote down of what went from either side; what no packet told is left out. */
export function sentLines(log: PeerLog, writer: Side, from: Side): readonly SentLine[] {
  const direction = writer === from ? "sent" : "received";
  return log.lines
    .filter((line) => line.direction === direction && line.kind !== "lost")
    .map(({ namespace, kind, name, args }) => ({ from, namespace, kind, name, args }));
}

/** The same, decoded from the tape. The CONNECT of a client is no line of an application's. */
export function tapeLines(tape: readonly ReadLine[], from: Side): readonly SentLine[] {
  const asked = new Map<string, string>();
  const lines: SentLine[] = [];
  for (const decoded of tape.flatMap((line) => line.decoded)) {
    const { event, session } = decoded;
    if (event?.ackId !== undefined) {
      const { namespace, ackId, name } = event;
      asked.set(`${session} ${decoded.from} ${namespace} ${ackId}`, name);
    }
    if (decoded.from !== from) continue;
    if (event !== undefined) {
      const { namespace, name, args } = event;
      lines.push({ from, namespace, kind: "event", name, args: args.map(plain) });
      continue;
    }
    const packet = decoded.packets.find(isSocketPacket);
    if (packet === undefined) continue;
    const { namespace, data, ackId } = packet;
    if (packet.type === "CONNECT" && from === "server") {
      lines.push({ from, namespace, kind: "connect", name: "", args: [] });
    } else if (packet.type === "DISCONNECT") {
      lines.push({ from, namespace, kind: "disconnect", name: "", args: [] });
    } else if (packet.type === "CONNECT_ERROR") {
      const { message = "", data = undefined } = packet.error ?? {};
      lines.push({ from, namespace, kind: "refused", name: message, args: [plain(data)] });
    } else if (packet.type === "ACK" || isWholeBinaryAck(packet, decoded)) {
      const name = asked.get(`${session} ${otherSide(from)} ${namespace} ${ackId}`) ?? "?";
      const args = Array.isArray(data) ? data.map(plain) : [data];
      lines.push({ from, namespace, kind: "ack", name, args });
    }
  }
  return lines;
}

/** The messages that Engine.IO carried in each session from one side, in order. */
export function tapeMessages(
  tape: readonly ReadLine[],
  from: Side,
): ReadonlyMap<string, readonly RawMessage[]> {
  const sessions = new Map<string, RawMessage[]>();
  for (const decoded of tape.flatMap((line) => line.decoded)) {
    const packet = decoded.packets.find(isEnginePacket);
    if (decoded.session === undefined || packet === undefined) continue;
    const messages = sessions.get(decoded.session) ?? [];
    sessions.set(decoded.session, messages);
    if (decoded.from === from && packet.type === "message") {
      messages.push(plainMessage(packet.data));
    }
  }
  return sessions;
}

/** The same from a log. */
export function loggedMessages(
  log: PeerLog,
  direction: LogLine["direction"],
): ReadonlyMap<string, readonly RawMessage[]> {
  return new Map(log.sessions.map((session) => [session.session, session[direction]]));
}

/** What is odd about a tape, but for these rules: nothing is expected to be, of good traffic. */
export function tapeNotes(
  tape: readonly ReadLine[],
  known: readonly string[] = [],
): readonly string[] {
  return tape.flatMap(({ number, entry, decoded }) => [
    ...(entry.kind === "note" && !known.includes(entry.rule)
      ? [`line ${number}: ${entry.rule}: ${entry.text}`]
      : []),
    ...("truncated" in entry ? [`line ${number} is truncated`] : []),
    ...("redacted" in entry ? [`line ${number}: ${JSON.stringify(entry.redacted)}`] : []),
    ...decoded.flatMap(({ notes }) =>
      notes.filter(({ rule }) => !known.includes(rule))
        .map((note) => `line ${number}: ${note.text}`)
    ),
  ]);
}

/** Every derived line repeats an event of the raw line that it names, and every watched event has one. */
export function assertDerivedLines(tape: readonly ReadLine[], watched?: readonly string[]): void {
  const derived = tape.flatMap(({ entry }) =>
    entry.kind === "event" ? [[entry.of, entry.from, entry.ns, entry.name, entry.ack]] : []
  );
  const expected = tape.flatMap(({ number, decoded }) =>
    decoded.flatMap(({ from, event }) =>
      event === undefined || watched?.includes(event.name) === false
        ? []
        : [[number, from, event.namespace, event.name, event.ackId]]
    )
  );
  assertEquals(derived, expected);
}

function isSocketPacket(packet: Packet): packet is SocketPacket {
  return packet.protocol === "socket.io" && packet.type !== "attachment";
}

function isEnginePacket(packet: Packet): packet is EnginePacket {
  return packet.protocol === "engine.io" && "data" in packet;
}

/** The announcement alone is none yet. */
function isWholeBinaryAck(packet: SocketPacket, { packets }: Decoded): boolean {
  return packet.type === "BINARY_ACK" && packets.some(({ type }) => type === "attachment");
}
