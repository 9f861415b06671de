// Clients of ours that leave, at a bad moment: while a WebSocket is about to take the session over,
// or with bytes that nobody has read yet. How long they wait for a move is in the tests' hands.

import { createServer, type IncomingMessage } from "node:http";
import type { Socket as TcpSocket } from "node:net";
import { assertEquals } from "@std/assert";
import { CLOSE_MILLISECONDS } from "../../../src/net/engine_client/client_socket.ts";
import { startPlainClient } from "../../../src/net/engine_client/plain_client.ts";
import { UPGRADE_MILLISECONDS } from "../../../src/net/engine_server/limits.ts";
import { HeldTime } from "../../house/held_time.ts";
import { inTime } from "../../peers/in_time.ts";
import { acceptance, BY_ITSELF, endOf, holdingServer } from "./holding_server.ts";
import { connected, Listening, listening } from "./listening.ts";

/** Nobody's patience is at an end before a test says so. */
function holdPatience(): HeldTime {
  return new HeldTime((delay) =>
    delay === UPGRADE_MILLISECONDS || delay === CLOSE_MILLISECONDS ? "held" : "runs"
  );
}

for (const way of ["close", "destroy"] as const) {
  const what = way === "close" ? "leave" : "vanish";
  Deno.test(`startEngineClient() that is to ${what} moves first`, async () => {
    await using server = await holdingServer();
    using _time = holdPatience();
    const { client, told } = await connected(server.port);
    const probe = await server.asked();
    client[way]();
    server.hear(probe);
    assertEquals(await endOf(told), BY_ITSELF);
    assertEquals(await server.left(), ["websocket", "transport close"]);
  });
}

Deno.test("startEngineClient() that is to leave does so over polling where its probe fails", async () => {
  await using server = await holdingServer();
  using _time = holdPatience();
  const { client, told } = await connected(server.port);
  const [, socket] = await server.asked();
  client.close();
  socket.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
  assertEquals(await endOf(told), BY_ITSELF);
  assertEquals(await server.left(), ["polling", "transport close"]);
});

Deno.test("startEngineClient() that is to leave waits but shortly for a WebSocket that never opens", async () => {
  await using server = await holdingServer();
  using time = holdPatience();
  const { client, told } = await connected(server.port);
  await server.asked();
  client.close();
  await time.until(CLOSE_MILLISECONDS);
  time.end(CLOSE_MILLISECONDS);
  assertEquals(await endOf(told), BY_ITSELF);
  assertEquals(await server.left(), ["polling", "transport close"]);
  assertEquals(time.delays.includes(UPGRADE_MILLISECONDS), false);
});

for (const opens of ["before", "after"] as const) {
  Deno.test(`startEngineClient() waits for a WebSocket that opens ${opens} it is to leave as long as servers do`, async () => {
    await using server = await holdingServer();
    using time = holdPatience();
    const { client, told } = await connected(server.port);
    const [request, socket] = await server.asked();
    if (opens === "after") client.close();
    const probed = new Promise((resolve) => socket.once("data", resolve));
    socket.write(acceptance(request));
    await inTime(probed, "the probe's ping");
    // Nobody leaves yet, or not so soon.
    assertEquals(time.delays.includes(UPGRADE_MILLISECONDS), opens === "after");
    if (opens === "before") client.close();
    await time.until(UPGRADE_MILLISECONDS);
    // That it would have waited for less is forgotten.
    time.end(CLOSE_MILLISECONDS);
    let isGone = false;
    told.closed.promise.then(() => isGone = true);
    await Promise.resolve();
    assertEquals(isGone, false);
    time.end(UPGRADE_MILLISECONDS);
    assertEquals(await endOf(told), BY_ITSELF);
    assertEquals(await server.left(), ["polling", "transport close"]);
  });
}

for (const before of ["nothing", "close", "destroy"] as const) {
  Deno.test(`startEngineClient() that is to leave now waits for no move, after ${before}`, async () => {
    await using server = await holdingServer();
    using _time = holdPatience();
    const { client, told } = await connected(server.port);
    await server.asked();
    if (before !== "nothing") client[before]();
    client.leaveNow();
    // A second time is one too many.
    client.leaveNow();
    assertEquals(await endOf(told), BY_ITSELF);
    // Who was to vanish does.
    const how = before === "destroy" ? "transport error" : "transport close";
    assertEquals(await server.left(), ["polling", how]);
  });
}

interface Watched extends Disposable {
  /** How long those timers have that were started since, and not called off. */
  readonly running: () => readonly number[];
}

function watchTimers(): Watched {
  const { setTimeout, clearTimeout } = globalThis;
  const running = new Map<unknown, number>();
  Reflect.set(globalThis, "setTimeout", (act: () => void, delay = 0): unknown => {
    const timer = setTimeout(act, delay);
    running.set(timer, delay);
    return timer;
  });
  Reflect.set(globalThis, "clearTimeout", (timer?: number): void => {
    running.delete(timer);
    clearTimeout(timer);
  });
  return {
    running: () => [...running.values()],
    [Symbol.dispose]: () => void Object.assign(globalThis, { setTimeout, clearTimeout }),
  };
}

Deno.test("startEngineClient() waits for nothing any more when the server is gone", async () => {
  await using server = await holdingServer();
  using _time = holdPatience();
  const { client, told } = await connected(server.port);
  await server.asked();
  using timers = watchTimers();
  client.close();
  assertEquals(timers.running(), [CLOSE_MILLISECONDS]);
  server.hangUp();
  assertEquals(await endOf(told), { kind: "closed", by: "server", reason: "close packet" });
  assertEquals(timers.running().includes(CLOSE_MILLISECONDS), false);
});

for (const way of ["destroy", "leaveNow"] as const) {
  const what = way === "destroy" ? "vanishes" : "leaves now";
  Deno.test(`startPlainClient() that ${what} ends its connection, and does not reset it`, async () => {
    const http = createServer();
    const joined = Promise.withResolvers<TcpSocket>();
    const ended = Promise.withResolvers<string>();
    const received: Uint8Array[] = [];
    http.on("upgrade", (request: IncomingMessage, socket: TcpSocket) => {
      socket.on("error", (error) => ended.resolve(error.message));
      socket.on("data", (bytes: Uint8Array) => {
        received.push(bytes);
        if (way === "leaveNow") socket.end(new Uint8Array([0x88, 0]));
      });
      socket.on("end", () => {
        ended.resolve("an end");
        socket.end();
      });
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
    client[way]();
    assertEquals(await endOf(told), BY_ITSELF);
    assertEquals(await inTime(ended.promise, "the connection's end"), "an end");
    assertEquals(told.messages, []);
    // A close frame, masked and empty; or not a word.
    assertEquals(received.map((bytes) => bytes[0]), way === "leaveNow" ? [0x88] : []);
    await new Promise((resolve) => http.close(resolve));
  });
}
