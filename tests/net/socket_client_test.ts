// Our Socket.IO client against a stock server: namespaces, acknowledgements, coming back.

import { assertEquals, assertMatch } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import type { ClientListener } from "../../src/net/client_listener.ts";
import { startSocketClient } from "../../src/net/socket_client.ts";

interface TestServer extends AsyncDisposable {
  readonly origin: string;
  readonly io: Server;
}

async function serve(): Promise<TestServer> {
  const http = createServer();
  const io = new Server(http, { serveClient: false });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    io,
    [Symbol.asyncDispose]: () => io.close(),
  };
}

function listenerWith(told: Partial<ClientListener>): ClientListener {
  const nothing = (): void => {};
  return { connected: nothing, refused: nothing, disconnected: nothing, told: nothing, ...told };
}

Deno.test("startSocketClient() is in several namespaces and emits to each its own", async () => {
  await using server = await serve();
  const heard: string[] = [];
  const both = Promise.withResolvers<void>();
  for (const namespace of ["/sfa", "/chat"]) {
    server.io.of(namespace).on("connection", (socket) => {
      socket.onAny((event, ...args) => {
        heard.push(`${namespace} ${event} ${JSON.stringify(args)} ${socket.handshake.auth.key}`);
        if (heard.length === 2) both.resolve();
      });
    });
  }
  const connected: string[] = [];
  using _client = startSocketClient({
    origin: server.origin,
    namespaces: ["/sfa", "/chat"],
    auth: { key: "k" },
    emit: [{ event: "first", args: [1] }, { event: "say", args: ["hi"], namespace: "/chat" }],
    listener: listenerWith({ connected: (where) => connected.push(where) }),
  });
  await both.promise;
  assertEquals(heard.toSorted(), ['/chat say ["hi"] k', "/sfa first [1] k"]);
  assertEquals(connected.toSorted(), ["/chat", "/sfa"]);
});

Deno.test("startSocketClient() waits for each acknowledgement before it emits again", async () => {
  await using server = await serve();
  const order: string[] = [];
  const over = Promise.withResolvers<void>();
  server.io.on("connection", (socket) => {
    socket.on("one", (answer: (value: string) => void) => {
      order.push("one");
      setImmediate(() => {
        order.push("answer");
        answer("fine");
      });
    });
    socket.on("two", () => {
      order.push("two");
      over.resolve();
    });
  });
  const told: string[] = [];
  using _client = startSocketClient({
    origin: server.origin,
    namespaces: ["/"],
    acknowledged: true,
    emit: [{ event: "one", args: [] }, { event: "two", args: [] }],
    listener: listenerWith({ told: (text) => told.push(text) }),
  });
  await over.promise;
  assertEquals(order, ["one", "answer", "two"]);
  assertMatch(told[0] ?? "", /^one was acknowledged after \d+ ms: "fine"$/);
});

Deno.test("startSocketClient() emits again after it came back, since rooms are lost", async () => {
  await using server = await serve();
  let visits = 0;
  const again = Promise.withResolvers<void>();
  server.io.on("connection", (socket) => {
    socket.on("join", () => {
      visits += 1;
      if (visits === 1) socket.conn.close();
      else again.resolve();
    });
  });
  const told: string[] = [];
  using _client = startSocketClient({
    origin: server.origin,
    namespaces: ["/"],
    emit: [{ event: "join", args: [] }],
    listener: listenerWith({
      disconnected: (_where, reason, isFinal) => told.push(`${reason} ${isFinal}`),
      told: (text) => told.push(text),
    }),
  });
  await again.promise;
  assertEquals(told, ["transport close false", "Reconnecting, attempt 1"]);
});

Deno.test("startSocketClient() tells which namespace refused it", async () => {
  await using server = await serve();
  server.io.of("/closed").use((_socket, next) => next(new Error("members only")));
  server.io.of("/open");
  const refused = Promise.withResolvers<readonly unknown[]>();
  using _client = startSocketClient({
    origin: server.origin,
    namespaces: ["/open", "/closed"],
    listener: listenerWith({ refused: (...told) => refused.resolve(told) }),
  });
  assertEquals(await refused.promise, ["/closed", "members only", true]);
});
