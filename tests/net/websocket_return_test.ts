// How our plain WebSocket client comes back: after which endings, how soon, and with what to say.

import { assert, assertEquals } from "@std/assert";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { ClientListener } from "../../src/net/client_listener.ts";
import { startWebSocketClient } from "../../src/net/websocket_client.ts";
import { heldPort } from "../house/held_port.ts";
import { inTime } from "../peers/in_time.ts";
import { hurryTimers } from "./hurried_timers.ts";

interface Server extends AsyncDisposable {
  readonly port: number;
}

async function serve(visited: (socket: WebSocket, visit: number) => void): Promise<Server> {
  const sockets = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => sockets.on("listening", resolve));
  let visits = 0;
  sockets.on("connection", (socket) => visited(socket, ++visits));
  // A listening TCP server always has an AddressInfo
  const { port } = sockets.address() as AddressInfo;
  return {
    port,
    async [Symbol.asyncDispose](): Promise<void> {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((resolve) => sockets.close(resolve));
    },
  };
}

const nothing = (): void => {};
const SILENT: ClientListener = {
  connected: nothing,
  refused: nothing,
  disconnected: nothing,
  told: nothing,
};

for (const code of [1001, 1011, 1012, 1013]) {
  Deno.test(`startWebSocketClient() comes back after a close with ${code}, and says all of it again`, async () => {
    using hurried = hurryTimers();
    const received: string[] = [];
    const again = Promise.withResolvers<void>();
    await using server = await serve((socket, visit) => {
      socket.on("message", (data) => {
        received.push(`${visit} ${data}`);
        if (received.length === 2) socket.close(code);
        if (received.length === 4) again.resolve();
      });
    });
    await using _client = startWebSocketClient({
      hostname: "127.0.0.1",
      port: server.port,
      target: "/",
      send: ["join", "hello"],
      listener: SILENT,
    });
    await inTime(again.promise, "the texts to be sent again");
    assertEquals(received, ["1 join", "1 hello", "2 join", "2 hello"]);
    assertEquals(hurried.pauses, [500]);
  });
}

Deno.test("startWebSocketClient() waits longer each time that there is no way, up to a limit", async () => {
  using held = await heldPort();
  using hurried = hurryTimers();
  const told: string[] = [];
  const enough = Promise.withResolvers<void>();
  await using _client = startWebSocketClient({
    hostname: "127.0.0.1",
    port: held.port,
    target: "/",
    listener: {
      ...SILENT,
      told(text): void {
        if (told.push(text) === 6) enough.resolve();
      },
    },
  });
  await inTime(enough.promise, "the sixth attempt");
  assertEquals(hurried.pauses, [500, 1000, 2000, 4000, 5000, 5000]);
  assertEquals(told.at(-1), "Reconnecting, attempt 6");
});

Deno.test("startWebSocketClient() begins with a short pause again once it was in", async () => {
  using hurried = hurryTimers();
  const enough = Promise.withResolvers<void>();
  await using server = await serve((socket, visit) => {
    // What it says shows that it knows that it is in.
    socket.on("message", () => {
      if (visit < 4) socket.terminate();
      else enough.resolve();
    });
  });
  await using _client = startWebSocketClient({
    hostname: "127.0.0.1",
    port: server.port,
    target: "/",
    send: ["hello"],
    listener: SILENT,
  });
  await inTime(enough.promise, "the fourth visit");
  assertEquals(hurried.pauses, [500, 500, 500]);
});

Deno.test("startWebSocketClient() stops sending in turns when the connection is lost, and begins anew", async () => {
  using intervals = watchIntervals();
  using _hurried = hurryTimers();
  const received: string[] = [];
  const back = Promise.withResolvers<void>();
  await using server = await serve((socket, visit) => {
    socket.on("message", (data) => {
      received.push(`${visit} ${data}`);
      if (visit === 1 && received.length === 1) socket.terminate();
      if (visit === 2) back.resolve();
    });
  });
  const active: number[] = [];
  const client = startWebSocketClient({
    hostname: "127.0.0.1",
    port: server.port,
    target: "/",
    send: ["a", "b"],
    everyMilliseconds: 60_000,
    listener: {
      ...SILENT,
      disconnected: () => active.push(intervals.active),
    },
  });
  await inTime(back.promise, "the second visit");
  assertEquals(received, ["1 a", "2 a"]);
  assertEquals([active, intervals.active], [[0], 1]);
  await client[Symbol.asyncDispose]();
  assertEquals(intervals.active, 0);
  assert(intervals.begun === 2);
});

interface Intervals extends Disposable {
  readonly begun: number;
  readonly active: number;
}

/** Counts the intervals that run. */
function watchIntervals(): Intervals {
  const { setInterval, clearInterval } = globalThis;
  const active = new Set<unknown>();
  let begun = 0;
  Reflect.set(globalThis, "setInterval", (...args: unknown[]) => {
    const id: unknown = Reflect.apply(setInterval, globalThis, args);
    begun += 1;
    active.add(id);
    return id;
  });
  Reflect.set(globalThis, "clearInterval", (id: unknown) => {
    active.delete(id);
    Reflect.apply(clearInterval, globalThis, [id]);
  });
  return {
    get begun(): number {
      return begun;
    },
    get active(): number {
      return active.size;
    },
    [Symbol.dispose](): void {
      globalThis.setInterval = setInterval;
      globalThis.clearInterval = clearInterval;
    },
  };
}
