// Clients of ours that leave, at a bad moment: while a WebSocket is about to take the session over,
// with bytes that nobody has read yet, with a request that nobody has answered.

import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket as TcpSocket } from "node:net";
import { assertEquals } from "@std/assert";
import { Server } from "socket.io";
import type { PlayedClient } from "../../../src/net/engine_client/contract.ts";
import { startEngineClient } from "../../../src/net/engine_client/engine_client.ts";
import { startPlainClient } from "../../../src/net/engine_client/plain_client.ts";
import { UPGRADE_MILLISECONDS } from "../../../src/net/engine_server/limits.ts";
import type { Transport } from "../../../src/protocols/protocol.ts";
import { HeldTime } from "../../e2e/held_time.ts";
import { Listening, listening } from "./listening.ts";

type Probe = readonly [request: IncomingMessage, socket: TcpSocket, head: Uint8Array];

interface Holding extends AsyncDisposable {
  readonly port: number;
  /** Who asks to move, and is not heard yet. */
  readonly asked: Promise<Probe>;
  /** Stock engine.io hears it. */
  readonly hear: (probe: Probe) => void;
  /** Which transport the client had when it left. */
  readonly left: Promise<string>;
}

/** Stock Socket.IO that is asked to move its clients when a test says so. */
async function holdingServer(): Promise<Holding> {
  const http = createServer();
  const server = new Server(http, { serveClient: false });
  const usual = http.listeners("upgrade");
  const asked = Promise.withResolvers<Probe>();
  http.removeAllListeners("upgrade");
  http.on("upgrade", (...probe: Probe) => asked.resolve(probe));
  const left = Promise.withResolvers<string>();
  server.engine.once("connection", (engine) => {
    engine.once("close", () => left.resolve(engine.transport.name));
  });
  const port = await listening(http);
  return {
    port,
    asked: asked.promise,
    hear: (probe) => usual.forEach((listener) => Reflect.apply(listener, http, probe)),
    left: left.promise,
    [Symbol.asyncDispose]: () => server.close(),
  };
}

function connect(
  port: number,
  { listener }: Listening,
  transports: readonly Transport[] = ["polling", "websocket"],
): PlayedClient {
  return startEngineClient({
    hostname: "127.0.0.1",
    port,
    path: "/socket.io/",
    query: [],
    headers: [],
    version: 4,
    transports,
    listener,
  });
}

const BY_ITSELF = { kind: "closed", by: "client", reason: "" } as const;

Deno.test("startEngineClient() that is to leave moves first, and then leaves", async () => {
  await using server = await holdingServer();
  const told = new Listening();
  const client = connect(server.port, told);
  await told.opened.promise;
  const probe = await server.asked;
  client.close();
  server.hear(probe);
  assertEquals(await told.closed.promise, BY_ITSELF);
  assertEquals(await server.left, "websocket");
});

Deno.test("startEngineClient() that is to vanish moves first too", async () => {
  await using server = await holdingServer();
  const told = new Listening();
  const client = connect(server.port, told);
  await told.opened.promise;
  const probe = await server.asked;
  client.destroy();
  server.hear(probe);
  assertEquals(await told.closed.promise, BY_ITSELF);
  assertEquals(await server.left, "websocket");
});

Deno.test("startEngineClient() that is to leave does so over polling where its probe fails", async () => {
  await using server = await holdingServer();
  const told = new Listening();
  const client = connect(server.port, told);
  await told.opened.promise;
  const [, socket] = await server.asked;
  client.close();
  socket.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
  assertEquals(await told.closed.promise, BY_ITSELF);
  assertEquals(await server.left, "polling");
});

Deno.test("startEngineClient() that is to leave waits no longer for its move than servers do", async () => {
  await using server = await holdingServer();
  const told = new Listening();
  const client = connect(server.port, told);
  await told.opened.promise;
  const [, socket] = await server.asked;
  using time = new HeldTime((delay) => delay === UPGRADE_MILLISECONDS ? "over" : "runs");
  client.close();
  assertEquals(await told.closed.promise, BY_ITSELF);
  assertEquals(await server.left, "polling");
  assertEquals(time.delays.filter((delay) => delay === UPGRADE_MILLISECONDS).length, 1);
  socket.destroy();
});

Deno.test("startPlainClient() that vanishes ends its connection, and does not reset it", async () => {
  const http = createServer();
  const joined = Promise.withResolvers<TcpSocket>();
  const ended = Promise.withResolvers<string>();
  http.on("upgrade", (request: IncomingMessage, socket: TcpSocket) => {
    socket.on("error", (error) => ended.resolve(error.message));
    socket.on("end", () => {
      ended.resolve("an end");
      socket.end();
    });
    socket.resume();
    socket.write(acceptance(request));
    joined.resolve(socket);
  });
  const port = await listening(http);
  const told = new Listening();
  const address = { hostname: "127.0.0.1", port, headers: [], target: "/" };
  const client = startPlainClient({ ...address, listener: told.listener });
  await told.opened.promise;
  // Both in one turn: nobody has read it yet.
  (await joined.promise).write(new Uint8Array([0x81, 1, 0x61]));
  client.destroy();
  assertEquals(await told.closed.promise, BY_ITSELF);
  assertEquals(await ended.promise, "an end");
  assertEquals(told.messages, []);
  await new Promise((resolve) => http.close(resolve));
});

function acceptance({ headers }: IncomingMessage): string {
  const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  const accept = createHash("sha1").update(`${headers["sec-websocket-key"]}${guid}`)
    .digest("base64");
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
    `Sec-WebSocket-Accept: ${accept}\r\n\r\n`;
}

interface Postbox extends AsyncDisposable {
  readonly port: number;
  /** The bodies of all POSTs. */
  readonly posted: readonly string[];
  /** The first that came over a connection that had been used before: it is not answered. */
  readonly kept: Promise<IncomingMessage>;
}

/** Answers every other POST, and says so in the next poll. */
async function startPostbox(): Promise<Postbox> {
  const posted: string[] = [];
  const kept = Promise.withResolvers<IncomingMessage>();
  const used = new WeakSet<TcpSocket>();
  let poll: ServerResponse | undefined;
  let owed = 0;
  const tell = (): void => {
    if (poll === undefined || owed === 0) return;
    poll.end(Array.from({ length: owed }, () => "4heard").join("\x1e"));
    [poll, owed] = [undefined, 0];
  };
  const http = createServer(async (request, response) => {
    const { method, url = "", socket } = request;
    const wasUsed = used.has(socket);
    used.add(socket);
    if (url === "/fence") response.end("here");
    else if (method === "GET" && url.includes("sid=")) {
      poll = response;
      tell();
    } else if (method === "GET") {
      response.end('0{"sid":"sid","upgrades":[],"pingInterval":25000,"pingTimeout":20000}');
    } else {
      posted.push((await request.setEncoding("utf8").toArray()).join(""));
      if (wasUsed) return kept.resolve(request);
      response.end("ok");
      owed += 1;
      tell();
    }
  });
  const port = await listening(http);
  return {
    port,
    posted,
    kept: kept.promise,
    async [Symbol.asyncDispose](): Promise<void> {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

for (const who of ["server", "client"] as const) {
  Deno.test(`startEngineClient() says nothing twice where the ${who} ends a connection`, async () => {
    await using postbox = await startPostbox();
    const told = new Listening();
    const client = connect(postbox.port, told, ["polling"]);
    await told.opened.promise;
    let kept: IncomingMessage | undefined;
    for (let count = 1; kept === undefined; count++) {
      client.send([String(count)]);
      const next = await Promise.race([postbox.kept, told.heard(count)]);
      if ("socket" in next) kept = next;
    }
    const gone = new Promise((resolve) => kept.socket.once("close", resolve));
    if (who === "client") client.destroy();
    else kept.socket.destroy();
    await Promise.all([gone, told.closed.promise]);
    // Whatever was on its way has come before this.
    const fence = await fetch(`http://127.0.0.1:${postbox.port}/fence`);
    assertEquals(await fence.text(), "here");
    assertEquals(postbox.posted, postbox.posted.map((_, place) => `4${place + 1}`));
  });
}
