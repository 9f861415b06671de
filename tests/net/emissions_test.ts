// What our Socket.IO client emits in several namespaces: in the order in which it was typed, whoever
// lets the client in first, and what becomes of it when somebody does not answer.

import { assertEquals } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server, type Socket } from "socket.io";
import { Manager, type Socket as ClientSocket } from "socket.io-client";
import {
  EmissionQueue,
  type EmissionsLeft,
  NAMESPACE_MILLISECONDS,
  WORD_MILLISECONDS,
} from "../../src/net/emissions.ts";
import { startSocketClient } from "../../src/net/socket_client.ts";
import { HeldTime } from "../house/held_time.ts";
import { inTime } from "../peers/in_time.ts";
import { hurryTimers } from "./hurried_timers.ts";
import { listenerWith } from "./listener_with.ts";

interface TestServer extends AsyncDisposable {
  readonly origin: string;
  readonly io: Server;
  /** `namespace event` in the order of their arrival, of all visits. */
  readonly heard: string[];
  /** Done when so much was heard. */
  until(count: number): Promise<void>;
}

/** Acknowledges whatever asks for it, unless it is called "noack". */
async function serve(
  namespaces: readonly string[],
  hears: (socket: Socket, event: string) => void = () => {},
): Promise<TestServer> {
  const http = createServer();
  const io = new Server(http, { serveClient: false });
  const heard: string[] = [];
  const waiting: (readonly [count: number, done: () => void])[] = [];
  for (const namespace of namespaces) {
    io.of(namespace).on("connection", (socket) => {
      socket.onAny((event: string, ...args: readonly unknown[]) => {
        heard.push(`${namespace} ${event}`);
        const answer = args.at(-1);
        if (typeof answer === "function" && event !== "noack") answer();
        hears(socket, event);
        for (const [count, done] of waiting) if (heard.length >= count) done();
      });
    });
  }
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    io,
    heard,
    until: (count) =>
      inTime(
        new Promise<void>((resolve) => {
          if (heard.length >= count) resolve();
          else waiting.push([count, resolve]);
        }),
        `${count} emissions`,
      ),
    [Symbol.asyncDispose]: () => io.close(),
  };
}

/** `/b 1` as an emission. */
function emission(text: string): { event: string; args: []; namespace: string } {
  const [namespace = "", event = ""] = text.split(" ");
  return { event, args: [], namespace };
}

const TYPED = ["/b 1", "/a 2", "/b 3", "/a 4"];

for (const acknowledged of [false, true]) {
  const how = acknowledged ? "each when the one before was acknowledged" : "at once";
  Deno.test(`startSocketClient() emits through all namespaces in the typed order, ${how}`, async () => {
    await using server = await serve(["/a", "/b"]);
    const client = startSocketClient({
      origin: server.origin,
      namespaces: ["/a", "/b"],
      acknowledged,
      emit: TYPED.map(emission),
      listener: listenerWith({}),
    });
    await server.until(4);
    await client[Symbol.asyncDispose]();
    assertEquals(server.heard, TYPED);
    assertEquals(client.left.unsent, []);
  });
}

Deno.test("startSocketClient() emits all of it again, in the same order, when it comes back", async () => {
  using _hurried = hurryTimers();
  let hasLost = false;
  await using server = await serve(["/a", "/b"], (socket, event) => {
    if (event !== "4" || hasLost) return;
    hasLost = true;
    socket.conn.close();
  });
  await using _client = startSocketClient({
    origin: server.origin,
    namespaces: ["/a", "/b"],
    emit: TYPED.map(emission),
    listener: listenerWith({}),
  });
  await server.until(8);
  assertEquals(server.heard, [...TYPED, ...TYPED]);
});

Deno.test("startSocketClient() passes over what is for a namespace that refused it", async () => {
  await using server = await serve(["/a", "/b"]);
  server.io.of("/deny").use((_socket, next) => next(new Error("no")));
  const client = startSocketClient({
    origin: server.origin,
    namespaces: ["/a", "/deny", "/b"],
    acknowledged: true,
    emit: ["/a 1", "/deny 2", "/b 3"].map(emission),
    listener: listenerWith({}),
  });
  await server.until(2);
  await client[Symbol.asyncDispose]();
  assertEquals(server.heard, ["/a 1", "/b 3"]);
  assertEquals(client.left.unsent, [emission("/deny 2")]);
});

/** A socket that goes nowhere. */
function deafSocket(emitted: (event: string, last: unknown) => void): ClientSocket {
  const socket = new Manager("http://127.0.0.1:9", { autoConnect: false }).socket("/");
  socket.emit = (event, ...args): ClientSocket => {
    emitted(event, args.at(-1));
    return socket;
  };
  return socket;
}

Deno.test("EmissionQueue waits twenty seconds for a namespace, and emits to it when it comes late", () => {
  const patience = [NAMESPACE_MILLISECONDS, WORD_MILLISECONDS];
  using time = new HeldTime((delay) => patience.includes(delay) ? "held" : "runs");
  const heard: string[] = [];
  const told: string[] = [];
  const socket = deafSocket((event) => heard.push(event));
  using queue = new EmissionQueue({
    emissions: ["/slow 1", "/a 2", "/slow 3", "/a 4"].map(emission),
    first: "/a",
    acknowledged: false,
    listener: listenerWith({ told: (text) => told.push(text) }),
  });
  queue.entered("/a", socket);
  queue.entered("/other", socket);
  assertEquals([heard, time.delays], [[], [WORD_MILLISECONDS, NAMESPACE_MILLISECONDS]]);
  time.end(WORD_MILLISECONDS);
  time.end(NAMESPACE_MILLISECONDS);
  assertEquals(heard, ["2", "4"]);
  assertEquals(queue.left.unsent, [emission("/slow 1"), emission("/slow 3")]);
  queue.entered("/slow", socket);
  assertEquals(heard, ["2", "4", "1", "3"]);
  assertEquals(queue.left, { unsent: [], unanswered: [] });
  assertEquals(told, [
    "Waiting for /slow to let the client in, before 1 is emitted",
    "No answer from /slow within 20 s: what others are to get goes first",
  ]);
});

Deno.test("EmissionQueue emits nothing of a visit whose namespaces are not all back", () => {
  const heard: string[] = [];
  const socket = deafSocket((event) => heard.push(event));
  using queue = new EmissionQueue({
    emissions: ["/a 1", "/b 2"].map(emission),
    first: "/a",
    acknowledged: false,
    listener: listenerWith({}),
  });
  queue.entered("/b", socket);
  queue.entered("/a", socket);
  queue.lost("/a");
  queue.lost("/b");
  queue.entered("/b", socket);
  assertEquals(heard, ["1", "2"]);
  queue.closed("/a");
  assertEquals(heard, ["1", "2", "2"]);
});

Deno.test("EmissionQueue begins nothing anew while it is still losing its namespaces", () => {
  const heard: string[] = [];
  const answers: ((error: Error | null) => void)[] = [];
  const socket = deafSocket((event, last) => {
    heard.push(event);
    // With `acknowledged` the last argument takes the answer
    answers.push(last as (error: Error | null) => void);
  });
  const told: string[] = [];
  using queue = new EmissionQueue({
    emissions: ["/b 1", "/a 2"].map(emission),
    first: "/a",
    acknowledged: true,
    listener: listenerWith({ told: (text) => told.push(text) }),
  });
  queue.entered("/b", socket);
  queue.entered("/a", socket);
  answers[0]?.(null);
  queue.lost("/a");
  answers[1]?.(new Error("socket has been disconnected"));
  assertEquals(heard, ["1", "2"]);
  assertEquals(told, ["2 was not acknowledged: socket has been disconnected"]);
  queue.lost("/b");
  queue.entered("/b", socket);
  assertEquals(heard, ["1", "2", "1"]);
});

Deno.test("startSocketClient() says what it waits for, and what is left when nobody acknowledges", async () => {
  using time = new HeldTime((delay) => delay === WORD_MILLISECONDS ? "held" : "runs");
  await using server = await serve(["/a", "/b"]);
  const told: string[] = [];
  let left: EmissionsLeft | undefined;
  {
    await using client = startSocketClient({
      origin: server.origin,
      namespaces: ["/a", "/b"],
      acknowledged: true,
      emit: ["/a fine", "/a noack", "/b hello"].map(emission),
      listener: listenerWith({ told: (text) => told.push(text) }),
    });
    await server.until(2);
    time.end(WORD_MILLISECONDS);
    left = client.left;
  }
  assertEquals(told.at(-1), "Waiting for the acknowledgement of noack");
  assertEquals(left, { unsent: [emission("/b hello")], unanswered: [emission("/a noack")] });
});
