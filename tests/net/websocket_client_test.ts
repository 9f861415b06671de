// Our plain WebSocket client against a stock server: what it sends, what it answers, when it comes
// back.

import { assert, assertEquals } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { ClientListener } from "../../src/net/client_listener.ts";
import { startWebSocketClient } from "../../src/net/websocket_client.ts";
import { inTime } from "../peers/in_time.ts";

/** Remembers what it was told, and lets a test wait for it. */
class Witness implements ClientListener {
  readonly lines: string[] = [];
  readonly #waiting: { readonly line: string; readonly resolve: () => void }[] = [];

  connected(): void {
    this.#tell("connected");
  }

  refused(_where: string, reason: string, isFinal: boolean): void {
    this.#tell(`refused ${reason} ${isFinal ? "for good" : "for now"}`);
  }

  disconnected(_where: string, reason: string, isFinal: boolean): void {
    this.#tell(`disconnected ${reason} ${isFinal ? "for good" : "for now"}`);
  }

  told(text: string): void {
    this.#tell(text);
  }

  async heard(line: string): Promise<void> {
    if (this.lines.includes(line)) return;
    const told = new Promise<void>((resolve) => this.#waiting.push({ line, resolve }));
    await inTime(told, `${line} after ${this.lines}`);
  }

  #tell(line: string): void {
    this.lines.push(line);
    for (const { line: awaited, resolve } of this.#waiting) if (awaited === line) resolve();
  }
}

interface Server extends AsyncDisposable {
  readonly port: number;
  readonly sockets: WebSocketServer;
}

async function serve(): Promise<Server> {
  const sockets = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => sockets.on("listening", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = sockets.address() as AddressInfo;
  return {
    port,
    sockets,
    async [Symbol.asyncDispose](): Promise<void> {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((resolve) => sockets.close(resolve));
    },
  };
}

Deno.test("startWebSocketClient() sends its texts in order, and its headers", async () => {
  await using server = await serve();
  const received: string[] = [];
  const all = Promise.withResolvers<void>();
  server.sockets.on("connection", (socket, request) => {
    received.push(`${request.url} ${request.headers["x-app"]}`);
    socket.on("message", (data) => {
      received.push(String(data));
      if (received.length === 4) all.resolve();
    });
  });
  const witness = new Witness();
  const client = startWebSocketClient({
    hostname: "127.0.0.1",
    port: server.port,
    target: "/live?userId=19",
    headers: { "X-App": "7" },
    send: ["one", "zwei €", "x".repeat(70_000)],
    listener: witness,
  });
  await all.promise;
  assertEquals(received, ["/live?userId=19 7", "one", "zwei €", "x".repeat(70_000)]);
  const gone = closeCodeOf(server);
  await client[Symbol.asyncDispose]();
  assertEquals(await gone, 1000);
  assertEquals(witness.lines, ["connected"]);
});

/** The code with which the one client leaves. */
function closeCodeOf(server: Server): Promise<number> {
  const [socket] = server.sockets.clients;
  return new Promise((resolve) => socket?.on("close", (code: number) => resolve(code)));
}

Deno.test("startWebSocketClient() sends its texts in turns, one at a time", async () => {
  await using server = await serve();
  const received: string[] = [];
  const enough = Promise.withResolvers<void>();
  server.sockets.on("connection", (socket) => {
    socket.on("message", (data) => {
      received.push(String(data));
      if (received.length === 5) enough.resolve();
    });
  });
  await using _client = startWebSocketClient({
    hostname: "127.0.0.1",
    port: server.port,
    target: "/",
    send: ["a", "b"],
    everyMilliseconds: 2,
    listener: new Witness(),
  });
  await enough.promise;
  assertEquals(received.slice(0, 5), ["a", "b", "a", "b", "a"]);
});

Deno.test("startWebSocketClient() answers pings with what they carry", async () => {
  await using server = await serve();
  const pong = new Promise<string>((resolve) => {
    server.sockets.on("connection", (socket) => {
      socket.on("pong", (data) => resolve(String(data)));
      socket.ping("are you there");
    });
  });
  await using _client = startWebSocketClient({
    hostname: "127.0.0.1",
    port: server.port,
    target: "/",
    listener: new Witness(),
  });
  assertEquals(await pong, "are you there");
});

const ENDINGS: readonly [name: string, code: number, greets: boolean, told: string][] = [
  [
    "was shown the door",
    4401,
    false,
    'refused The server closed the WebSocket before it said anything: code 4401, "why" for good',
  ],
  [
    "broke the rules",
    1008,
    false,
    'refused The server closed the WebSocket before it said anything: code 1008, "why" for good',
  ],
  ["is done", 1000, false, 'disconnected closed by the server with code 1000, "why" for good'],
  [
    "was thrown out later",
    4401,
    true,
    'disconnected closed by the server with code 4401, "why" for good',
  ],
];

for (const [name, code, greets, told] of ENDINGS) {
  Deno.test(`startWebSocketClient() stays away when it ${name}, and says why`, async () => {
    await using server = await serve();
    server.sockets.on("connection", (socket) => {
      if (greets) socket.send("hello");
      socket.close(code, "why");
    });
    const witness = new Witness();
    await using _client = startWebSocketClient({
      hostname: "127.0.0.1",
      port: server.port,
      target: "/",
      listener: witness,
    });
    await witness.heard(told);
    assertEquals(witness.lines, ["connected", told]);
  });
}

Deno.test("startWebSocketClient() comes back when the connection was lost", async () => {
  await using server = await serve();
  let visits = 0;
  const back = Promise.withResolvers<void>();
  server.sockets.on("connection", (socket) => {
    visits += 1;
    if (visits > 1) return back.resolve();
    // What it says shows that it knows that it is in.
    socket.on("message", () => socket.terminate());
  });
  const witness = new Witness();
  await using _client = startWebSocketClient({
    hostname: "127.0.0.1",
    port: server.port,
    target: "/",
    send: ["hello"],
    listener: witness,
  });
  await back.promise;
  await witness.heard("Reconnecting, attempt 1");
  assertEquals(witness.lines.slice(0, 3), [
    "connected",
    "disconnected the connection was lost (code 1006) for now",
    "Reconnecting, attempt 1",
  ]);
});

Deno.test("startWebSocketClient() says what a server that is none answered", async () => {
  const server = createServer((_request, response) => response.writeHead(403).end("no"));
  server.on("upgrade", (_request, socket) => {
    socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = server.address() as AddressInfo;
  const witness = new Witness();
  const client = startWebSocketClient({
    hostname: "127.0.0.1",
    port,
    target: "/",
    listener: witness,
  });
  await witness.heard("refused HTTP 403 Forbidden for good");
  await client[Symbol.asyncDispose]();
  await new Promise((resolve) => server.close(resolve));
  assert(!witness.lines.includes("connected"));
});
