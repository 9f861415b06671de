// Our Socket.IO client against a stock server: namespaces, acknowledgements, coming back.

import { assertEquals, assertRejects } from "@std/assert";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { Socket } from "socket.io-client";
import { LEAVE_MILLISECONDS, startSocketClient } from "../../src/net/socket_client.ts";
import { HeldTime } from "../house/held_time.ts";
import { heldPort } from "../house/held_port.ts";
import { listenerWith } from "./listener_with.ts";

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
  await using _client = startSocketClient({
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
    socket.on("one", (answer: (...values: unknown[]) => void) => {
      order.push("one");
      setImmediate(() => {
        order.push("answer");
        answer("fine", 7);
      });
    });
    socket.on("two", () => {
      order.push("two");
      over.resolve();
    });
  });
  const told: unknown[] = [];
  await using _client = startSocketClient({
    origin: server.origin,
    namespaces: ["/"],
    acknowledged: true,
    emit: [{ event: "one", args: [] }, { event: "two", args: [] }],
    listener: listenerWith({
      acknowledged: (event, milliseconds, args) => told.push([event, milliseconds >= 0, args]),
    }),
  });
  await over.promise;
  assertEquals(order, ["one", "answer", "two"]);
  assertEquals(told, [["one", true, ["fine", 7]]]);
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
  await using _client = startSocketClient({
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
  await using _client = startSocketClient({
    origin: server.origin,
    namespaces: ["/open", "/closed"],
    listener: listenerWith({ refused: (...told) => refused.resolve(told) }),
  });
  assertEquals(await refused.promise, ["/closed", "members only", true]);
});

/** The client waits for the answer to its goodbye, however slow the machine is. */
function neverImpatient(): HeldTime {
  return new HeldTime((delay) => delay === LEAVE_MILLISECONDS ? "held" : "runs");
}

const WAYS = [["polling"], ["websocket"], ["polling", "websocket"]] as const;

for (const transports of WAYS) {
  Deno.test(`startSocketClient() says goodbye in every namespace over ${transports}`, async () => {
    await using server = await serve();
    const goodbyes: string[] = [];
    const ready = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    let entered = 0;
    for (const namespace of ["/sfa", "/chat"]) {
      server.io.of(namespace).on("connection", (socket) => {
        entered += 1;
        if (socket.conn.transport.name !== transports.at(-1)) {
          socket.conn.on("upgrade", () => ready.resolve());
        } else if (entered === 2) ready.resolve();
        socket.on("disconnect", (reason) => {
          goodbyes.push(`${namespace} ${reason}`);
          if (goodbyes.length === 2) gone.resolve();
        });
      });
    }
    const connected: string[] = [];
    const bothIn = Promise.withResolvers<void>();
    const client = startSocketClient({
      origin: server.origin,
      namespaces: ["/sfa", "/chat"],
      transports,
      listener: listenerWith({
        connected: (where) => {
          if (connected.push(where) === 2) bothIn.resolve();
        },
      }),
    });
    await Promise.all([ready.promise, bothIn.promise]);
    using _time = neverImpatient();
    await client[Symbol.asyncDispose]();
    await gone.promise;
    assertEquals(goodbyes, [
      "/sfa client namespace disconnect",
      "/chat client namespace disconnect",
    ]);
  });
}

Deno.test("startSocketClient() has sent its goodbyes when it is disposed of", async () => {
  await using server = await serve();
  const posts: string[] = [];
  const http = server.io.httpServer;
  http.prependListener("request", (request: IncomingMessage) => {
    if (request.method !== "POST") return;
    request.once("data", (data: unknown) => posts.push(String(data)));
  });
  const connected = Promise.withResolvers<void>();
  const client = startSocketClient({
    origin: server.origin,
    namespaces: ["/"],
    transports: ["polling"],
    listener: listenerWith({ connected: () => connected.resolve() }),
  });
  await connected.promise;
  using _time = neverImpatient();
  await client[Symbol.asyncDispose]();
  assertEquals(posts, ["40", "41", "1"]);
});

Deno.test("startSocketClient() does not wait for ever for an answer to its goodbyes", async () => {
  await using server = await serve();
  let isSilent = false;
  const ignored: ServerResponse[] = [];
  const posted = Promise.withResolvers<void>();
  server.io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    if (!isSilent) return next();
    ignored.push(response);
    if (request.method === "POST") posted.resolve();
  });
  const connected = Promise.withResolvers<void>();
  const client = startSocketClient({
    origin: server.origin,
    namespaces: ["/"],
    transports: ["polling"],
    listener: listenerWith({ connected: () => connected.resolve() }),
  });
  await connected.promise;
  isSilent = true;
  using time = neverImpatient();
  const left = client[Symbol.asyncDispose]();
  await posted.promise;
  time.end(LEAVE_MILLISECONDS);
  await left;
  for (const { socket } of ignored) socket?.destroy();
});

Deno.test("startSocketClient() leaves at once where nobody is", async () => {
  using held = await heldPort();
  const refused = Promise.withResolvers<unknown>();
  const client = startSocketClient({
    origin: `http://127.0.0.1:${held.port}`,
    namespaces: ["/"],
    transports: ["polling"],
    listener: listenerWith({ refused: (...told) => refused.resolve(told) }),
  });
  assertEquals(await refused.promise, ["/", "xhr poll error", false]);
  using time = neverImpatient();
  await client[Symbol.asyncDispose]();
  assertEquals(time.delays, []);
});

Deno.test("startSocketClient() lets go of everything when its goodbye fails", async () => {
  await using server = await serve();
  const connected = Promise.withResolvers<void>();
  const limit = Error.stackTraceLimit;
  const client = startSocketClient({
    origin: server.origin,
    namespaces: ["/"],
    transports: ["websocket"],
    listener: listenerWith({ connected: () => connected.resolve() }),
  });
  await connected.promise;
  const { disconnect } = Socket.prototype;
  Socket.prototype.disconnect = (): never => {
    throw new TypeError("too odd");
  };
  try {
    await assertRejects(async () => await client[Symbol.asyncDispose](), TypeError, "too odd");
  } finally {
    Socket.prototype.disconnect = disconnect;
  }
  assertEquals(Error.stackTraceLimit, limit);
});
