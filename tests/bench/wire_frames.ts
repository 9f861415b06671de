// How fast WebSocket frames are parsed, beside a bare `ws` Receiver fed the same bytes in the same
// run. Both decode text and hand out whole messages.

// @ts-types="../house/ws_internals.d.ts"
import { type Extensions, PerMessageDeflate, Receiver } from "ws";
import { constants, createDeflateRaw } from "node:zlib";
import { Buffer } from "node:buffer";
import type { Bench } from "./bench.ts";
import { concatBytes, encodeUtf8 } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";
import { Conversation } from "../../src/wire/conversation.ts";
import { encodeFrame } from "../../src/wire/frames.ts";
import { acceptKey } from "../../src/wire/handshake.ts";

const CHUNK_BYTES = 64 * 1024;
const MASK = new Uint8Array([0x37, 0xfa, 0x21, 0x3d]);
const KEY = "dGhlIHNhbXBsZSBub25jZQ==";
const EVENT = `42/sfa,["location:track",{"id":"TRUCK-17","lat":37.774929,"lng":-122.419416,` +
  `"speed":53.2,"heading":271,"ts":1700000000000,"ok":true,"pad":"xxxxxxxx"}]`;

interface Case {
  readonly name: string;
  readonly from: Side;
  readonly compressed: boolean;
  readonly frames: number;
  readonly bytes: Uint8Array;
}

export const wireFrames: Bench = {
  name: "frames",
  summary: "frames parsed beside a bare ws Receiver",
  run: async () => {
    for (const each of await buildCases()) await runCase(each);
  },
};

async function buildCases(): Promise<readonly Case[]> {
  const text = encodeUtf8(EVENT);
  const binary = Uint8Array.from({ length: 65536 }, (_, index) => (index * 31) & 0xff);
  const plain = encodeFrame({ opcode: 1, payload: text });
  const masked = encodeFrame({ opcode: 1, payload: text, mask: MASK });
  const large = encodeFrame({ opcode: 2, payload: binary });
  const compressed = await compressEach(Array.from({ length: 20_000 }, (_, index) => {
    return encodeUtf8(EVENT.replace("1700000000000", String(1700000000000 + index * 997)));
  }));
  const packed = compressed.map((payload) => encodeFrame({ opcode: 1, payload, rsv1: true }));
  return [
    repeated("unmasked 150 B text", "server", plain, 200_000),
    repeated("masked 150 B text", "client", masked, 200_000),
    repeated("64 KB binary", "server", large, 1_000),
    {
      name: "compressed 150 B text",
      from: "server",
      compressed: true,
      frames: packed.length,
      bytes: concatBytes(packed),
    },
  ];
}

function repeated(name: string, from: Side, frame: Uint8Array, frames: number): Case {
  const bytes = concatBytes(Array.from({ length: frames }, () => frame));
  return { name, from, compressed: false, frames, bytes };
}

/** As a sender with context takeover does it (RFC 7692, section 7.2.1). */
async function compressEach(messages: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
  const deflate = createDeflateRaw();
  const packed: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  deflate.on("data", (part: Uint8Array) => parts.push(part));
  for (const message of messages) {
    deflate.write(message);
    await new Promise<void>((resolve) => deflate.flush(constants.Z_SYNC_FLUSH, resolve));
    packed.push(concatBytes(parts).slice(0, -4));
    parts = [];
  }
  return packed;
}

async function runCase(each: Case): Promise<void> {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < each.bytes.length; at += CHUNK_BYTES) {
    chunks.push(each.bytes.subarray(at, at + CHUNK_BYTES));
  }
  const rounds = 5;
  let ours = Infinity;
  let theirs = Infinity;
  for (let round = 0; round < rounds; round++) {
    ours = Math.min(ours, runConversation(each, chunks));
    theirs = Math.min(theirs, await runReceiver(each, chunks));
  }
  const perSecond = Math.round(each.frames / ours * 1000).toLocaleString("en");
  const megabytes = (each.bytes.length / ours / 1000).toFixed(0);
  const ratio = (theirs / ours).toFixed(2);
  // deno-lint-ignore no-console
  console.log(`${each.name.padEnd(24)} ${perSecond} frames/s  ${megabytes} MB/s  ${ratio} x ws`);
}

/** Milliseconds for all chunks. */
function runConversation(each: Case, chunks: readonly Uint8Array[]): number {
  const conversation = upgraded(each.compressed);
  let messages = 0;
  const started = performance.now();
  for (const chunk of chunks) {
    for (const event of conversation.receive(each.from, chunk)) {
      if (event.kind === "message") messages++;
    }
  }
  const took = performance.now() - started;
  if (messages !== each.frames) throw new Error(`${messages} of ${each.frames} frames were read`);
  return took;
}

function upgraded(compressed: boolean): Conversation {
  const extension = compressed ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "";
  const conversation = new Conversation();
  conversation.receive(
    "client",
    encodeUtf8(
      `GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${KEY}\r\n${extension}\r\n`,
    ),
  );
  conversation.receive(
    "server",
    encodeUtf8(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Accept: ${acceptKey(KEY)}\r\n${extension}\r\n`,
    ),
  );
  return conversation;
}

async function runReceiver(each: Case, chunks: readonly Uint8Array[]): Promise<number> {
  const deflate = new PerMessageDeflate({ isServer: false });
  if (each.compressed) deflate.accept([{}]);
  const extensions: Extensions = each.compressed ? { "permessage-deflate": deflate } : {};
  const receiver = new Receiver({
    isServer: each.from === "client",
    extensions,
    maxPayload: 0,
    allowSynchronousEvents: true,
  });
  let messages = 0;
  const buffers = chunks.map((chunk) => Buffer.from(chunk));
  const { promise, resolve } = Promise.withResolvers<void>();
  receiver.on("message", (data: Buffer, isBinary: boolean) => {
    if (!isBinary) data.toString();
    messages++;
    if (messages === each.frames) resolve();
  });
  const started = performance.now();
  for (const buffer of buffers) receiver.write(buffer);
  await promise;
  return performance.now() - started;
}

if (import.meta.main) await wireFrames.run();
