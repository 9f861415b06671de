// The server's side of a WebSocket by itself: what is sent in one turn is one write, and bounds hold
// for a client that does not read.

import { assertEquals } from "@std/assert";
import net from "node:net";
import { systemAfter } from "../../../src/net/engine_server/after.ts";
import { MAX_BUFFERED_BYTES } from "../../../src/net/engine_server/limits.ts";
import { ServerSocket } from "../../../src/net/engine_server/server_socket.ts";
import { dial, serve } from "../sockets.ts";

interface Pair extends AsyncDisposable {
  readonly socket: ServerSocket;
  readonly raw: net.Socket;
  readonly client: net.Socket;
  readonly told: string[];
  readonly closed: Promise<void>;
  readonly drained: () => Promise<void>;
}

async function connect(): Promise<Pair> {
  const accepted = Promise.withResolvers<net.Socket>();
  const server = await serve((socket) => accepted.resolve(socket));
  const client = dial(server.port);
  const raw = await accepted.promise;
  const told: string[] = [];
  const closed = Promise.withResolvers<void>();
  let drained = Promise.withResolvers<void>();
  const socket = new ServerSocket({
    socket: raw,
    head: new Uint8Array(0),
    maxPayload: 1000,
    after: systemAfter,
    listener: {
      message: (data) => told.push(`message ${data}`),
      drained: () => drained.resolve(),
      failed: (isStalled) => told.push(`failed ${isStalled}`),
      closed: (code) => {
        told.push(`closed ${code}`);
        closed.resolve();
      },
    },
  });
  return {
    socket,
    raw,
    client,
    told,
    closed: closed.promise,
    async drained(): Promise<void> {
      await drained.promise;
      drained = Promise.withResolvers();
    },
    async [Symbol.asyncDispose](): Promise<void> {
      client.destroy();
      await server[Symbol.asyncDispose]();
      await closed.promise;
    },
  };
}

Deno.test("a socket writes all that is sent in one turn at once", async () => {
  await using pair = await connect();
  const writes: number[] = [];
  const write = pair.raw.write.bind(pair.raw);
  pair.raw.write = (data: string | Uint8Array) => {
    writes.push(data.length);
    return write(data);
  };
  for (let index = 0; index < 10; index++) pair.socket.send(["one", Uint8Array.of(2)]);
  pair.socket.control(0x9, new Uint8Array(0));
  assertEquals(writes, []);
  await Promise.resolve();
  assertEquals(writes, [10 * (5 + 3) + 2]);
});

Deno.test("a socket says when it is full and when there is room again", async () => {
  await using pair = await connect();
  const text = "x".repeat(10_000);
  let sent = 0;
  const send = (): boolean => {
    sent++;
    return pair.socket.send([text]);
  };
  while (send());
  assertEquals(pair.socket.buffered < MAX_BUFFERED_BYTES, true);
  const before = sent;
  pair.client.resume();
  await pair.drained();
  assertEquals(pair.socket.buffered, 0);
  while (send());
  assertEquals(sent > before, true);
  assertEquals(pair.told, []);
});

Deno.test("a socket lets a client go that reads nothing and is sent more and more", async () => {
  await using pair = await connect();
  pair.client.pause();
  // Its error is what it is here for.
  pair.client.on("error", () => {});
  const text = "x".repeat(100_000);
  let most = 0;
  for (let sent = 0; sent < 1000 && pair.socket.isOpen; sent++) {
    pair.socket.send([text]);
    most = Math.max(most, pair.socket.buffered);
  }
  assertEquals(pair.socket.isOpen, false);
  assertEquals(most < MAX_BUFFERED_BYTES + 2 * text.length, true);
  assertEquals(pair.told, ["failed true"]);
  await pair.closed;
  assertEquals(pair.told, ["failed true", "closed 1006"]);
});
