// Stopping `record` at awkward moments: with an answer still to come, before the client was in, and in
// the same breath as a server throws the client out of one of its namespaces.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Server } from "socket.io";
import { LISTEN_MILLISECONDS } from "../../../src/cli/record/deck.ts";
import { SAME_SIGNAL_MILLISECONDS } from "../../../src/cli/signal_board.ts";
import { LEAVE_MILLISECONDS } from "../../../src/net/socket_client.ts";
import { GOODBYE_MILLISECONDS } from "../../../src/net/tap.ts";
import { HeldTime } from "../../house/held_time.ts";
import { record } from "../../e2e/run_record.ts";
import { serve } from "../../net/sockets.ts";
import { inTime } from "../../peers/in_time.ts";
import type { FakeHost } from "../fake_host.ts";

const NOWHERE = "HTTP/1.1 302 Found\r\nLocation: http://host:99999/x\r\nContent-Length: 0\r\n\r\n";

/** Many turns of the loop: what can happen by itself has happened. */
async function manyTurns(): Promise<void> {
  for (let turns = 0; turns < 50; turns++) await new Promise((resolve) => setImmediate(resolve));
}

/** Whether an error that the stock client throws is taken, instead of ending the process. */
function isTaken(): boolean {
  const error = new TypeError("too odd");
  error.stack = "TypeError: x\n    at a (file:///npm/engine.io-client/6.6.8/socket.js:1:1)";
  const event = new ErrorEvent("error", { error, cancelable: true });
  globalThis.dispatchEvent(event);
  return event.defaultPrevented;
}

Deno.test("record ends with a whole tape when an answer that no client can read comes after the stop", async () => {
  using time = new HeldTime((delay) => delay === GOODBYE_MILLISECONDS ? "held" : "runs");
  const asked = Promise.withResolvers<Socket>();
  await using server = await serve((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => asked.resolve(socket));
  });
  const stop = async (host: FakeHost): Promise<void> => {
    const socket = await asked.promise;
    host.signal("SIGINT");
    await manyTurns();
    socket.end(NOWHERE);
    await manyTurns();
    assert(isTaken(), "the client's errors end the process while the tap is still there");
    time.end(GOODBYE_MILLISECONDS);
  };
  const url = `http://127.0.0.1:${server.port}/`;
  const stopping = Promise.withResolvers<void>();
  const { code, host } = await record([url, "--transports", "polling"], {
    during: (host) => {
      void stop(host).then(stopping.resolve, (error) => {
        stopping.reject(error);
        time.end(GOODBYE_MILLISECONDS);
      });
    },
  });
  await stopping.promise;
  assertEquals([code, isTaken()], [3, false]);
  assertMatch(host.stderr.written, /^Not connected\. Stopped before the client was in/m);
});

Deno.test("record calls it no recording when the second signal comes before the client was in", async () => {
  const patience = [LEAVE_MILLISECONDS, GOODBYE_MILLISECONDS];
  using time = new HeldTime((delay) => patience.includes(delay) ? "held" : "runs");
  const http = createServer();
  const sockets = new Set<Socket>();
  http.on("connection", (socket) => sockets.add(socket));
  const io = new Server(http, { serveClient: false });
  const asked = Promise.withResolvers<void>();
  // Its Engine.IO answers the handshake, and then nothing more.
  io.engine.use((request: { url: string }, _response: unknown, next: () => void) => {
    if (request.url.includes("sid=")) asked.resolve();
    else next();
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  const stop = async (host: FakeHost): Promise<void> => {
    await inTime(asked.promise, "the client to ask again");
    host.signal("SIGINT");
    await manyTurns();
    time.leap(SAME_SIGNAL_MILLISECONDS + 1);
    host.signal("SIGINT");
  };
  const { code, host } = await record([`http://127.0.0.1:${port}/`, "--transports", "polling"], {
    during: (host) => void stop(host),
  });
  for (const socket of sockets) socket.destroy();
  await io.close();
  assertEquals(code, 3, host.stderr.written);
  assertMatch(host.stderr.written, /^Not connected\. Stopped before the client was in/m);
  assert(!host.stderr.written.includes("replay"), "it named a next command");
});

Deno.test("record signs off from the namespaces that it is still in when it stops as one throws it out", async () => {
  using time = new HeldTime((delay) => delay === LISTEN_MILLISECONDS ? "held" : "runs");
  const http = createServer();
  const io = new Server(http, { serveClient: false });
  const left = Promise.withResolvers<string>();
  io.of("/kept").on("connection", (socket) => socket.on("disconnect", left.resolve));
  io.of("/lost").on("connection", (socket) => {
    socket.on("ready", () => {
      socket.emit("last");
      socket.disconnect();
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  const args = ["--namespace", "/lost", "--transports", "websocket", "--emit", "/lost ready"];
  const { code, text } = await record(
    [`http://127.0.0.1:${port}/kept`, ...args, "--watch", "last", "--events", "1"],
    {
      during: (host) => {
        const isOut = host.stderr.said(
          /^ *\d+\.\d{3} s {2}Disconnected in \/lost: io server disconnect$/m,
        );
        void isOut.then(() => time.end(LISTEN_MILLISECONDS));
      },
    },
  );
  assertEquals(
    await inTime(left.promise, "the server to see it go"),
    "client namespace disconnect",
  );
  assertEquals(code, 0);
  assertMatch(text, /"41\/kept,"/);
  await io.close();
});
