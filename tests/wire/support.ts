// What the wire's tests share: conversations played whole and cut, events made comparable, and the
// accounts that must come out even.

import { concatBytes, encodeLatin1, encodeUtf8, toHex } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";
import { Conversation } from "../../src/wire/conversation.ts";
import type { BytesEvent, WireEvent } from "../../src/wire/events.ts";
import { encodeFrame } from "../../src/wire/frames.ts";
import { acceptKey } from "../../src/wire/handshake.ts";
import type { ConversationOptions } from "../../src/wire/limits.ts";

/** Bytes that one side sends, in the order in which both sides send. */
export interface Sent {
  readonly from: Side;
  readonly bytes: Uint8Array;
}

export const KEY = "dGhlIHNhbXBsZSBub25jZQ==";
export const MASK = new Uint8Array([0x37, 0xfa, 0x21, 0x3d]);

export function client(text: string | Uint8Array): Sent {
  return { from: "client", bytes: typeof text === "string" ? encodeLatin1(text) : text };
}

export function server(text: string | Uint8Array): Sent {
  return { from: "server", bytes: typeof text === "string" ? encodeLatin1(text) : text };
}

export function upgradeRequest(extensions: string = ""): string {
  return "GET /chat HTTP/1.1\r\nHost: example.com\r\nUpgrade: websocket\r\n" +
    `Connection: Upgrade\r\nSec-WebSocket-Key: ${KEY}\r\nSec-WebSocket-Version: 13\r\n` +
    (extensions === "" ? "\r\n" : `Sec-WebSocket-Extensions: ${extensions}\r\n\r\n`);
}

export function upgradeAnswer(extensions: string = ""): string {
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
    `Sec-WebSocket-Accept: ${acceptKey(KEY)}\r\n` +
    (extensions === "" ? "\r\n" : `Sec-WebSocket-Extensions: ${extensions}\r\n\r\n`);
}

/** The two messages that open a WebSocket, with or without compression. */
export function handshake(extensions: string = ""): readonly Sent[] {
  return [client(upgradeRequest(extensions)), server(upgradeAnswer(extensions))];
}

export interface PlayOptions extends ConversationOptions {
  /** Cuts each piece of bytes into smaller ones. */
  readonly cut?: (bytes: Uint8Array) => readonly Uint8Array[];
  /** Whether both sides end at last. Default true. */
  readonly end?: boolean;
}

export function play(sent: readonly Sent[], options: PlayOptions = {}): readonly WireEvent[] {
  const { cut, end = true, ...limits } = options;
  const conversation = new Conversation(limits);
  const events: WireEvent[] = [];
  for (const { from, bytes } of sent) {
    for (const piece of cut === undefined ? [bytes] : cut(bytes)) {
      events.push(...conversation.receive(from, piece));
    }
  }
  if (end) events.push(...conversation.end("client"), ...conversation.end("server"));
  return events;
}

/** The events that follow a WebSocket's handshake. */
export function playWebSocket(
  sent: readonly Sent[],
  options: PlayOptions & { readonly extensions?: string } = {},
): readonly WireEvent[] {
  const { extensions = "", ...rest } = options;
  const events = play([...handshake(extensions), ...sent], rest);
  return events.slice(events.findIndex((event) => event.kind === "upgrade") + 1);
}

export function everyByte(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from(bytes, (_, index) => bytes.slice(index, index + 1));
}

export function cutAt(points: readonly number[]): (bytes: Uint8Array) => readonly Uint8Array[] {
  return (bytes) => {
    const inside = points.map((point) => point % (bytes.length + 1)).toSorted((a, b) => a - b);
    const ends = [...inside, bytes.length];
    return ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end));
  };
}

/** Bytes that are next to each other as one event: how they were cut does not matter. */
export function mergeBytes(events: readonly WireEvent[]): readonly WireEvent[] {
  const merged: WireEvent[] = [];
  let run: BytesEvent[] = [];
  for (const event of [...events, undefined]) {
    const [first] = run;
    const last = run[run.length - 1];
    const goesOn = event?.kind === "bytes" && (last === undefined ||
      (event.from === last.from && event.start === last.end));
    if (!goesOn && first !== undefined && last !== undefined) {
      merged.push({ ...first, end: last.end, data: concatBytes(run.map((each) => each.data)) });
      run = [];
    }
    if (event?.kind === "bytes") run.push(event);
    else if (event !== undefined) merged.push(event);
  }
  return merged;
}

/** One comparable line for each event; binary stands in it as hex. */
export function lines(events: readonly WireEvent[]): readonly string[] {
  return mergeBytes(events).map((event) =>
    JSON.stringify(event, (_, value) => value instanceof Uint8Array ? `hex ${toHex(value)}` : value)
  );
}

export function notes(events: readonly WireEvent[]): readonly string[] {
  return events.flatMap((event) => event.kind === "note" ? [event.note.rule] : []);
}

export function ofKind<Kind extends WireEvent["kind"]>(
  events: readonly WireEvent[],
  kind: Kind,
): readonly Extract<WireEvent, { kind: Kind }>[] {
  return events.filter((event): event is Extract<WireEvent, { kind: Kind }> => event.kind === kind);
}

/** The gaps that content-carrying events leave in the first `length` bytes of a side. */
export function gaps(events: readonly WireEvent[], from: Side, length: number): readonly string[] {
  const ranges = events
    .filter((event) => event.from === from && carriesContent(event))
    .map(({ start, end }) => [start, end] as const)
    .toSorted((left, right) => left[0] - right[0]);
  const found: string[] = [];
  let covered = 0;
  for (const [start, end] of [...ranges, [length, length] as const]) {
    if (start > covered) found.push(`${from} ${covered}-${start}`);
    covered = Math.max(covered, end);
  }
  if (covered !== length) found.push(`${from} ends at ${length}, events at ${covered}`);
  return found;
}

function carriesContent(event: WireEvent): boolean {
  switch (event.kind) {
    case "request":
    case "response":
    case "message":
    case "control":
    case "bytes":
      return true;
    case "request-head":
    case "response-head":
    case "upgrade":
    case "end":
    case "note":
      return false;
  }
}

export function lengthOf(sent: readonly Sent[], from: Side): number {
  return sent.filter((each) => each.from === from)
    .reduce((length, each) => length + each.bytes.length, 0);
}

/** A frame as its side sends it: the client masks. */
export function frame(
  from: Side,
  opcode: number,
  payload: string | Uint8Array,
  options: { readonly fin?: boolean; readonly rsv1?: boolean } = {},
): Sent {
  const bytes = typeof payload === "string" ? encodeUtf8(payload) : payload;
  const mask = from === "client" ? { mask: MASK } : {};
  return { from, bytes: encodeFrame({ opcode, payload: bytes, ...options, ...mask }) };
}
