// Backpressure with a recorder behind the tap, in WebSocket messages: the tape gets every message
// before it goes on, and the relay still holds next to nothing of what nobody reads.

import { assert, assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import type net from "node:net";
import { join } from "node:path";
import { encodeUtf8 } from "../../src/base/bytes.ts";
import { otherSide, type Side } from "../../src/base/side.ts";
import { encodeFrame, OPCODE } from "../../src/wire/frames.ts";
import { inTime } from "../peers/in_time.ts";
import {
  floodOf,
  lettingGoOf,
  MOST_BUFFERED,
  observeHeld,
  observeWrites,
  TOTAL,
  untilQuiet,
} from "./pressure.ts";
import { dial, readUntil, serve, tapTo } from "./sockets.ts";
import { recordTo } from "./tape_on_disk.ts";

const MESSAGE_LENGTH = 64 * 1024;
const MASK = new Uint8Array([0x37, 0xfa, 0x21, 0x3d]);
const UPGRADE =
  "GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
const SWITCHED =
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

function messageFrom(side: Side): (index: number) => Uint8Array {
  const mask = side === "client" ? { mask: MASK } : {};
  const filler = "x".repeat(MESSAGE_LENGTH);
  return (index) => {
    const payload = encodeUtf8(JSON.stringify(["flood", index, filler]));
    return encodeFrame({ opcode: OPCODE.text, payload, ...mask });
  };
}

for (const flooding of ["server", "client"] as const) {
  Deno.test(`a tap that records takes no more than it can hold of the messages of a ${flooding}`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "wiretape-pressure-" });
    try {
      await flood(flooding, join(folder, "tape.ndjson"));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

async function flood(flooding: Side, path: string): Promise<void> {
  const tape = recordTo(path);
  const accepted = Promise.withResolvers<net.Socket>();
  await using server = await serve(accepted.resolve);
  await using tap = await tapTo(server.port, tape.recorder);
  const client = dial(tap.port);
  client.write(UPGRADE);
  const serving = await inTime(accepted.promise, "the tap's connection");
  await readUntil(serving, "\r\n\r\n");
  serving.write(SWITCHED);
  await readUntil(client, "\r\n\r\n");
  using _peers = lettingGoOf(client, serving);
  const peers = { client, server: serving };
  const [sender, reader] = [peers[flooding], peers[otherSide(flooding)]];
  reader.pause();

  using observed = observeWrites(() => tap.buffered);
  using held = observeHeld(flooding, { tap: tap.port, server: server.port });
  const sent = createHash("sha256");
  const next = messageFrom(flooding);
  let count = 0;
  const flood = floodOf(sender, (index) => {
    count += 1;
    const frame = next(index);
    sent.update(frame);
    return frame;
  });
  const whenStuck = await untilQuiet(() => flood.sent);
  assert(whenStuck < TOTAL, `all ${whenStuck} bytes were taken though nobody read`);
  assert(observed.most > 0 && held.most > 0, "nothing was observed");

  const received = createHash("sha256");
  let length = 0;
  reader.on("data", (bytes: Uint8Array) => {
    received.update(bytes);
    length += bytes.length;
  });
  const ended = new Promise<void>((resolve) => reader.on("end", resolve));
  reader.resume();
  await flood.whenOver;
  sender.end();
  await inTime(ended, "the last message");
  assertEquals([length, received.digest("hex")], [flood.sent, sent.digest("hex")]);
  assert(observed.most < MOST_BUFFERED, `the relay held ${observed.most} bytes`);
  assert(held.most < MOST_BUFFERED, `${held.most} bytes had come and not gone`);
  reader.end();
  sender.resume();
  await tap[Symbol.asyncDispose]();

  const messages = (await tape.finish()).filter(({ kind }) => kind === "message");
  assertEquals(messages.length, count);
}
