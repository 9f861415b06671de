// Compares what a tape holds with what both sides say they sent: the events as an application has
// them, the messages as Engine.IO has them, and whole bodies and WebSocket messages as the server's
// HTTP layer has them. Nothing missing, nothing twice, the right side, the right order.

import { assertEquals } from "@std/assert";
import { encodeUtf8, fromBase64 } from "../../src/base/bytes.ts";
import { otherSide, type Side } from "../../src/base/side.ts";
import type { Decoded, Packet } from "../../src/protocols/protocol.ts";
import type { EnginePacket } from "../../src/protocols/engine_io/packet.ts";
import type { SocketPacket } from "../../src/protocols/socket_io/packet.ts";
import type { Content } from "../../src/tape/entry.ts";
import { type LogLine, type PeerLog, plain, plainMessage, type RawMessage } from "./log.ts";
import type { ReadLine } from "./recorded_tap.ts";
import type { WireWitness } from "./wire_witness.ts";

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

interface Exchange {
  readonly request: string;
  readonly asked: string;
  readonly answer: { readonly status: number; readonly body: string } | undefined;
}

interface TapedExchange extends Exchange {
  readonly by: Side | "tap" | undefined;
}

/** Every HTTP exchange but upgrades, whole and once. */
export function assertExchanges(tape: readonly ReadLine[], witness: WireWitness): void {
  const taped = tapeExchanges(tape);
  // What a server answered when its client had hung up already went nowhere. One session's requests
  // share their URL, so this one is told from the others by its place alone.
  const witnessed = witnessedExchanges(witness).map((exchange, place) => {
    const seen = taped[place];
    const isAbandoned = seen?.answer === undefined && seen?.by === "client";
    return isAbandoned ? { ...exchange, answer: undefined } : exchange;
  });
  assertEquals(taped.map(({ request, asked, answer }) => ({ request, asked, answer })), witnessed);
}

/** Those of several connections have no common order: sorted. `by` is who hung up. */
function tapeExchanges(tape: readonly ReadLine[]): readonly TapedExchange[] {
  const enders = new Map<number, TapedExchange["by"]>();
  for (const { entry } of tape) {
    if (entry.kind === "close") enders.set(entry.conn, entry.by);
  }
  const answers = new Map<number, Exchange["answer"]>();
  for (const { entry } of tape) {
    if (entry.kind !== "response") continue;
    answers.set(entry.id, { status: entry.status, body: hexOf(entry) });
  }
  const exchanges: TapedExchange[] = [];
  for (const { entry } of tape) {
    if (entry.kind !== "request" || answers.get(entry.id)?.status === 101) continue;
    const request = `${entry.method} ${entry.url}`;
    const answer = answers.get(entry.id);
    exchanges.push({ request, asked: hexOf(entry), answer, by: enders.get(entry.conn) });
  }
  return exchanges.sort(byRequest);
}

function witnessedExchanges(witness: WireWitness): readonly Exchange[] {
  return witness.exchanges.map(({ method, url, asked, answer }) => ({
    request: `${method} ${url}`,
    asked: asked.toHex(),
    answer: answer === undefined ? undefined : { status: answer.status, body: answer.body.toHex() },
  })).sort(byRequest);
}

interface WebSocketTraffic {
  readonly url: string;
  readonly server: readonly RawMessage[];
  readonly client: readonly RawMessage[];
}

/**
 * The messages of every WebSocket, each side in order. What follows a side's Close frame is on the
 * tape, but nobody reads it (RFC 6455, section 5.5.1): python-engineio sends its close packet there.
 */
export function tapeWebSockets(tape: readonly ReadLine[]): readonly WebSocketTraffic[] {
  const urls = new Map<number, string>();
  const left = new Set<string>();
  const sockets = new Map<
    number,
    Readonly<Record<Side, RawMessage[]>> & { readonly url: string }
  >();
  for (const { entry } of tape) {
    if (entry.kind === "request") urls.set(entry.conn, entry.url);
    if (entry.kind === "response" && entry.status === 101) {
      sockets.set(entry.conn, { url: urls.get(entry.conn) ?? "?", server: [], client: [] });
    }
    if (entry.kind === "control" && entry.op === "close") left.add(`${entry.conn} ${entry.from}`);
    if (entry.kind !== "message" || left.has(`${entry.conn} ${entry.from}`)) continue;
    const message = entry.base64 === undefined ? entry.text ?? "" : { $binary: entry.base64 };
    sockets.get(entry.conn)?.[entry.from].push(message);
  }
  return [...sockets.values()];
}

export function witnessedWebSockets(witness: WireWitness): readonly WebSocketTraffic[] {
  return witness.webSockets.map(({ url, sent, received }) => ({
    url,
    server: sent,
    client: received,
  }));
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

/** Every derived line repeats an event of the raw line that it names, and every event has one. */
export function assertDerivedLines(tape: readonly ReadLine[]): void {
  const derived = tape.flatMap(({ entry }) =>
    entry.kind === "event" ? [[entry.of, entry.from, entry.ns, entry.name, entry.ack]] : []
  );
  const expected = tape.flatMap(({ number, decoded }) =>
    decoded.flatMap(({ from, event }) =>
      event === undefined ? [] : [[number, from, event.namespace, event.name, event.ackId]]
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

function hexOf({ text, base64 }: Content): string {
  const bytes = base64 === undefined ? encodeUtf8(text ?? "") : fromBase64(base64);
  return (bytes ?? new Uint8Array()).toHex();
}

function byRequest(left: Exchange, right: Exchange): number {
  return left.request < right.request ? -1 : Number(left.request > right.request);
}
