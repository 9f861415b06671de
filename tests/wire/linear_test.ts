// Work grows with the number of bytes and not faster: what is copied and what is scanned is
// counted, because clocks lie.

import { assert, assertEquals } from "@std/assert";
import { encodeLatin1 } from "../../src/base/bytes.ts";
import { Conversation } from "../../src/wire/conversation.ts";
import type { WireEvent } from "../../src/wire/events.ts";
import { encodeFrame } from "../../src/wire/frames.ts";
import { handshake, MASK, ofKind } from "./support.ts";

const MEBIBYTE = 1024 * 1024;
const PIECE = 16 * 1024;

/** The bytes that are copied and scanned through Uint8Array while `work` runs. */
function countWork(work: () => void): number {
  const { set, indexOf } = Uint8Array.prototype;
  let bytes = 0;
  Uint8Array.prototype.set = function (source: ArrayLike<number>, offset?: number): void {
    bytes += source.length;
    set.call(this, source, offset);
  };
  Uint8Array.prototype.indexOf = function (byte: number, from: number = 0): number {
    const found = indexOf.call(this, byte, from);
    bytes += (found === -1 ? this.length : found) - from;
    return found;
  };
  try {
    work();
  } finally {
    Object.assign(Uint8Array.prototype, { set, indexOf });
  }
  return bytes;
}

function feedPieces(
  conversation: Conversation,
  from: "client" | "server",
  bytes: Uint8Array,
  piece: number = PIECE,
): readonly WireEvent[] {
  const events: WireEvent[] = [];
  for (let at = 0; at < bytes.length; at += piece) {
    events.push(...conversation.receive(from, bytes.subarray(at, at + piece)));
  }
  return events;
}

function opened(): Conversation {
  const conversation = new Conversation();
  for (const { from, bytes } of handshake()) conversation.receive(from, bytes);
  return conversation;
}

function asked(): Conversation {
  const conversation = new Conversation();
  conversation.receive("client", encodeLatin1("GET / HTTP/1.1\r\n\r\n"));
  return conversation;
}

interface Case {
  readonly name: string;
  readonly open: () => Conversation;
  readonly from: "client" | "server";
  readonly bytes: (size: number) => Uint8Array;
  readonly piece?: number;
  /** The bytes touched for each byte sent, at the most. */
  readonly most: number;
}

const CASES: readonly Case[] = [
  {
    name: "a message",
    open: opened,
    from: "server",
    bytes: (size) => encodeFrame({ opcode: 2, payload: new Uint8Array(size) }),
    most: 1.1,
  },
  {
    name: "a masked message",
    open: opened,
    from: "client",
    bytes: (size) => encodeFrame({ opcode: 2, payload: new Uint8Array(size), mask: MASK }),
    most: 3.1,
  },
  {
    name: "a message in pieces of 100 bytes",
    open: opened,
    from: "server",
    bytes: (size) => encodeFrame({ opcode: 2, payload: new Uint8Array(size) }),
    piece: 100,
    most: 3.1,
  },
  {
    name: "a body by its length",
    open: asked,
    from: "server",
    bytes: (size) => withHead(`Content-Length: ${size}`, new Uint8Array(size)),
    most: 1.1,
  },
  {
    name: "a body in small chunks",
    open: asked,
    from: "server",
    bytes: chunked,
    most: 3.5,
  },
];

function withHead(field: string, body: Uint8Array): Uint8Array {
  const head = encodeLatin1(`HTTP/1.1 200 OK\r\n${field}\r\n\r\n`);
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
}

function chunked(size: number): Uint8Array {
  const chunk = encodeLatin1(`3e8\r\n${"x".repeat(1000)}\r\n`);
  const end = encodeLatin1("0\r\n\r\n");
  const count = Math.floor(size / chunk.length);
  const body = new Uint8Array(count * chunk.length + end.length);
  for (let index = 0; index < count; index++) body.set(chunk, index * chunk.length);
  body.set(end, count * chunk.length);
  return withHead("Transfer-Encoding: chunked", body);
}

for (const { name, open, from, bytes, piece, most } of CASES) {
  Deno.test(`Conversation reads ${name} with work that grows no faster than its size`, () => {
    const perByte = [4 * MEBIBYTE, 16 * MEBIBYTE].map((size) => {
      const sent = bytes(size);
      const conversation = open();
      let whole = 0;
      const work = countWork(() => {
        for (const event of feedPieces(conversation, from, sent, piece)) {
          if (event.kind === "message" || event.kind === "response") whole++;
        }
      });
      assertEquals(whole, 1);
      return work / sent.length;
    });
    const [small = 0, large = 0] = perByte;
    assert(small > 0.5, `only ${small} bytes were counted for each byte sent`);
    assert(large < most, `${large} bytes were touched for each byte sent`);
    assert(large < small * 1.1, `${small} bytes for each byte became ${large}`);
  });
}

Deno.test("Conversation keeps a message of 64 MiB whole, fed in pieces of 16 KiB", () => {
  const payload = new Uint8Array(64 * MEBIBYTE);
  payload[payload.length - 1] = 7;
  const frame = encodeFrame({ opcode: 2, payload, mask: MASK });
  const [message] = ofKind(feedPieces(opened(), "client", frame), "message");
  assert(message?.data instanceof Uint8Array);
  assertEquals([message.data.length, message.truncated], [payload.length, undefined]);
  assertEquals([message.data[0], message.data[payload.length - 1]], [0, 7]);
});

Deno.test("Conversation reads a head byte by byte without scanning it anew", () => {
  const head = encodeLatin1(`GET / HTTP/1.1\r\nA: ${"x".repeat(50_000)}\r\n\r\n`);
  const work = countWork(() => feedPieces(new Conversation(), "client", head, 1));
  assert(work < 4 * head.length, `${work} bytes were touched for a head of ${head.length}`);
});
