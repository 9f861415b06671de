// startEngineClient() against stock engine.io (inside socket.io), and against servers that are rude:
// every transport of both revisions, raw messages, every end.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket as TcpSocket } from "node:net";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Server } from "socket.io";
import type { ClientEnd } from "../../../src/net/engine_client/contract.ts";
import type { Transport } from "../../../src/protocols/protocol.ts";
import { connect, Listening, listening } from "./listening.ts";

interface EngineServer extends AsyncDisposable {
  readonly port: number;
  readonly server: Server;
}

/** Stock Socket.IO whose root namespace answers `say` with what it heard, doubled, and binary. */
async function stockServer(options: object = {}): Promise<EngineServer> {
  const http = createServer();
  const server = new Server(http, { serveClient: false, allowEIO3: true, ...options });
  server.on("connection", (socket) => {
    socket.on("say", (value) => socket.emit("said", value));
  });
  const port = await listening(http);
  return { port, server, [Symbol.asyncDispose]: () => server.close() };
}

const WAYS: readonly (readonly Transport[])[] = [
  ["polling"],
  ["websocket"],
  ["polling", "websocket"],
];

for (const version of [3, 4] as const) {
  for (const transports of WAYS) {
    Deno.test(`startEngineClient() speaks revision ${version} over ${transports.join(", then ")}`, async () => {
      await using stock = await stockServer();
      const upgraded = Promise.withResolvers<void>();
      const gone = Promise.withResolvers<string>();
      stock.server.on("connection", (socket) => {
        // It may have moved before it was let in.
        if (socket.conn.transport.name === "websocket") upgraded.resolve();
        else socket.conn.on("upgrade", () => upgraded.resolve());
        socket.on("disconnect", (reason) => gone.resolve(reason));
      });
      const told = new Listening();
      const client = connect(stock.port, told, { version, transports });
      const handshake = await told.opened.promise;
      assertEquals(typeof handshake?.sid, "string");
      client.send(version === 4 ? ["0"] : []);
      await told.heard(1);
      // Raw: text of our own making, and binary behind its placeholder.
      client.send([
        '2["say","é\\u2028"]',
        '51-["say",{"_placeholder":true,"num":0}]',
        new Uint8Array([0, 255, 4]),
      ]);
      const [welcome, text, head, bytes] = await told.heard(4);
      assertEquals(String(welcome).slice(0, 1), "0");
      assertEquals(text, '2["said","é\u2028"]');
      assertEquals(head, '51-["said",{"_placeholder":true,"num":0}]');
      assertEquals(bytes, new Uint8Array([0, 255, 4]));
      if (transports.length === 2) {
        await upgraded.promise;
        client.send(['2["say","after the upgrade"]']);
        assertEquals((await told.heard(5)).at(-1), '2["said","after the upgrade"]');
      }
      client.close();
      assertEquals(await told.closed.promise, { kind: "closed", by: "client", reason: "" });
      assert(["transport close", "client namespace disconnect"].includes(await gone.promise));
    });
  }
}

Deno.test("startEngineClient() loses and reorders nothing while it is upgraded", async () => {
  await using stock = await stockServer();
  const told = new Listening();
  const client = connect(stock.port, told);
  await told.opened.promise;
  client.send(["0"]);
  await told.heard(1);
  for (let count = 0; count < 200; count++) {
    client.send([`2["say",${count}]`]);
    await Promise.resolve();
    if (count % 20 === 0) await told.heard(Math.max(1, count - 10));
  }
  const [, ...said] = await told.heard(201);
  assertEquals(said, Array.from({ length: 200 }, (_, count) => `2["said",${count}]`));
  client.close();
  await told.closed.promise;
});

/** How long either side waits for the other's heartbeat, on a machine with much to do. */
const PATIENCE_MILLISECONDS = 20_000;

for (const version of [3, 4] as const) {
  for (const transport of ["polling", "websocket"] as const) {
    Deno.test(`startEngineClient() keeps revision ${version} alive over ${transport}`, async () => {
      await using stock = await stockServer({
        pingInterval: 40,
        pingTimeout: PATIENCE_MILLISECONDS,
      });
      const told = new Listening();
      const client = connect(stock.port, told, { version, transports: [transport] });
      await told.opened.promise;
      const beats = Promise.withResolvers<void>();
      let count = 0;
      for (const session of Object.values(Object(stock.server.engine).clients)) {
        Object(session).on("heartbeat", () => {
          count += 1;
          if (count === 4) beats.resolve();
        });
      }
      await beats.promise;
      client.send(version === 4 ? ["0"] : []);
      await told.heard(1);
      client.send(['2["say",1]']);
      assertEquals((await told.heard(2)).at(-1), '2["said",1]');
      client.close();
      await told.closed.promise;
    });
  }
}

Deno.test("startEngineClient() notices a server that has fallen silent", async () => {
  const http = createServer((request, response) => {
    if (request.url?.includes("sid=") === true) return;
    response.end('0{"sid":"a","upgrades":[],"pingInterval":10,"pingTimeout":10}');
  });
  const port = await listening(http);
  const told = new Listening();
  connect(port, told, { transports: ["polling"] });
  assertEquals(await told.closed.promise, { kind: "closed", by: "server", reason: "ping timeout" });
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
});

const REFUSALS: readonly [
  name: string,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  expected: ClientEnd["kind"],
  reason: string,
][] = [
  [
    "answers with an error",
    (_request, response) => response.writeHead(403).end("no"),
    "refused",
    "no",
  ],
  ["is no Engine.IO", (_request, response) => response.end("<html>"), "failed", "no answer of"],
  ["hangs up", (request) => request.socket.destroy(), "failed", ""],
];

for (const [name, answer, kind, reason] of REFUSALS) {
  for (const transport of ["polling", "websocket"] as const) {
    if (kind === "failed" && name === "is no Engine.IO" && transport === "websocket") continue;
    Deno.test(`startEngineClient() tells of a server that ${name}, over ${transport}`, async () => {
      const http = createServer(answer);
      if (name === "hangs up") {
        http.on("upgrade", (_request, socket: TcpSocket) => socket.destroy());
      }
      const port = await listening(http);
      const told = new Listening();
      connect(port, told, { transports: [transport] });
      const end = await told.closed.promise;
      assertEquals(end.kind, kind);
      if (transport === "polling") assertStringIncludes(end.reason, reason);
      if (end.kind === "refused") assertEquals(end.status, 403);
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    });
  }
}

Deno.test("startEngineClient() stays on polling when the WebSocket is refused", async () => {
  await using stock = await stockServer();
  // Whoever asks for a WebSocket is hung up on, before stock engine.io hears of it.
  const http = Object(stock.server).httpServer;
  http.removeAllListeners("upgrade");
  const refused = Promise.withResolvers<void>();
  http.on("upgrade", (_request: IncomingMessage, socket: TcpSocket) => {
    socket.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    refused.resolve();
  });
  const told = new Listening();
  const client = connect(stock.port, told);
  await told.opened.promise;
  await refused.promise;
  client.send(["0"]);
  await told.heard(1);
  client.send(['2["say",1]']);
  assertEquals((await told.heard(2)).at(-1), '2["said",1]');
  client.close();
  assertEquals((await told.closed.promise).kind, "closed");
});

Deno.test("startEngineClient() sends its query, its headers, and the cookies that it was given", async () => {
  const requests: IncomingMessage[] = [];
  const asked = Promise.withResolvers<void>();
  const http = createServer((request, response) => {
    requests.push(request);
    if (requests.length === 1) {
      response.setHeader("Set-Cookie", ["lb=7; Path=/", "own=2; HttpOnly"]);
      response.end('0{"sid":"a b","upgrades":[]}');
    } else asked.resolve();
  });
  const port = await listening(http);
  const told = new Listening();
  const client = connect(port, told, {
    transports: ["polling"],
    query: [["token", "a&b"]],
    headers: [["X-App", "7"], ["Cookie", "own=1; mine=3"]],
  });
  await asked.promise;
  const [first, second] = requests;
  assert(first !== undefined);
  assert(first.url?.startsWith("/socket.io/?token=a%26b&EIO=4&transport=polling&t="), first.url);
  assertEquals(first.headers["x-app"], "7");
  assertEquals(first.headers.cookie, "own=1; mine=3");
  assertStringIncludes(second?.url ?? "", "sid=a+b");
  assertEquals(second?.headers.cookie, "mine=3; lb=7; own=2");
  client.destroy();
  await told.closed.promise;
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
});

Deno.test("startEngineClient() tells who ended the session, and how", async () => {
  for (const transport of ["polling", "websocket"] as const) {
    await using stock = await stockServer();
    const told = new Listening();
    stock.server.on("connection", (socket) => socket.conn.close());
    const client = connect(stock.port, told, { transports: [transport] });
    await told.opened.promise;
    client.send(["0"]);
    const end = await told.closed.promise;
    assert(end.kind === "closed" && end.by === "server", JSON.stringify(end));
  }
});
