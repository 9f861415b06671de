// The life of our Socket.IO client: what reaches the server of its options, what it emits and what
// not, and that it is gone when it was let go.

import { assert, assertEquals } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server, type ServerOptions, type Socket } from "socket.io";
import { Socket as ClientSocket } from "socket.io-client";
import { startSocketClient } from "../../src/net/socket_client.ts";
import { inTime } from "../peers/in_time.ts";
import { hurryTimers } from "./hurried_timers.ts";
import { listenerWith } from "./listener_with.ts";
import { untilQuiet } from "./pressure.ts";
import { serve as serveTcp } from "./sockets.ts";

interface TestServer extends AsyncDisposable {
  readonly origin: string;
}

async function serve(
  connected: (socket: Socket) => void,
  options: Partial<ServerOptions> = {},
): Promise<TestServer> {
  const http = createServer();
  const io = new Server(http, { serveClient: false, ...options });
  io.on("connection", connected);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => io.close() };
}

for (const transport of ["polling", "websocket"] as const) {
  Deno.test(`startSocketClient() takes path, query and headers to the server over ${transport}`, async () => {
    const visited = Promise.withResolvers<readonly unknown[]>();
    await using server = await serve((socket) => {
      const { url, query, headers } = socket.handshake;
      visited.resolve([
        url.replace(/\?.*/, ""),
        query.token,
        headers["x-app"],
        socket.conn.transport.name,
      ]);
    }, { path: "/rt/live/" });
    await using _client = startSocketClient({
      origin: server.origin,
      namespaces: ["/"],
      path: "/rt/live/",
      query: { token: "a b" },
      headers: { "X-App": "7" },
      transports: [transport],
      listener: listenerWith({}),
    });
    assertEquals(await inTime(visited.promise, "a visit"), [
      "/rt/live/",
      "a b",
      "7",
      transport,
    ]);
  });
}

Deno.test("startSocketClient() emits nothing more of a visit that is over", async () => {
  using _hurried = hurryTimers();
  const heard: string[] = [];
  const over = Promise.withResolvers<void>();
  let visits = 0;
  await using server = await serve((socket) => {
    const visit = ++visits;
    socket.on("one", (answer: () => void) => {
      heard.push(`${visit} one`);
      if (visit === 1) socket.conn.close();
      else answer();
    });
    socket.on("two", (answer: () => void) => {
      heard.push(`${visit} two`);
      answer();
    });
    socket.on("three", () => over.resolve());
  });
  const told: string[] = [];
  await using _client = startSocketClient({
    origin: server.origin,
    namespaces: ["/"],
    acknowledged: true,
    emit: ["one", "two", "three"].map((event) => ({ event, args: [] })),
    listener: listenerWith({ told: (text) => told.push(text) }),
  });
  await inTime(over.promise, "the last emission");
  assertEquals(heard, ["1 one", "2 one", "2 two"]);
  assert(told.some((text) => text.startsWith("one was not acknowledged: ")), told.join("\n"));
});

Deno.test("startSocketClient() waits ten seconds for an acknowledgement, and goes on", async () => {
  const timeout = ClientSocket.prototype.timeout;
  const limits: number[] = [];
  ClientSocket.prototype.timeout = function (limit): ReturnType<typeof timeout> {
    limits.push(limit);
    return timeout.call(this, 1);
  };
  try {
    const heard = Promise.withResolvers<void>();
    await using server = await serve((socket) => socket.on("two", () => heard.resolve()));
    const told: string[] = [];
    await using _client = startSocketClient({
      origin: server.origin,
      namespaces: ["/"],
      acknowledged: true,
      emit: [{ event: "one", args: [] }, { event: "two", args: [] }],
      listener: listenerWith({ told: (text) => told.push(text) }),
    });
    await inTime(heard.promise, "the second emission");
    assertEquals(limits, [10_000, 10_000]);
    assertEquals(told[0], "one was not acknowledged: operation has timed out");
  } finally {
    ClientSocket.prototype.timeout = timeout;
  }
});

Deno.test("startSocketClient() does not come back when it is let go while it tries to", async () => {
  using hurried = hurryTimers();
  let asked = 0;
  const inTheMiddle = Promise.withResolvers<() => void>();
  await using server = await serveTcp((socket) => {
    socket.on("error", () => {});
    socket.on("end", () => socket.end());
    socket.once("data", () => {
      if (++asked === 1) socket.resetAndDestroy();
      else inTheMiddle.resolve(() => socket.resetAndDestroy());
    });
  });
  const told: string[] = [];
  const client = startSocketClient({
    origin: `http://127.0.0.1:${server.port}`,
    namespaces: ["/"],
    transports: ["polling"],
    listener: listenerWith({ told: (text) => told.push(text) }),
  });
  const fail = await inTime(inTheMiddle.promise, "the second attempt");
  await client[Symbol.asyncDispose]();
  fail();
  // Whatever was to follow has followed.
  await untilQuiet(() => asked);
  assertEquals(told, ["Reconnecting, attempt 1"]);
  assertEquals([asked, hurried.pauses.length], [2, 1]);
});
