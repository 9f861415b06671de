// The second wish to end a recording: whoever does not finish is waited for no more, and the tape is
// whole all the same. Patience never ends here, so nothing but that wish can end it.

import { assert, assertEquals } from "@std/assert";
import { createServer } from "node:http";
import net, { type AddressInfo } from "node:net";
import { Server } from "socket.io";
import { run } from "../../src/cli/run.ts";
import { SAME_SIGNAL_MILLISECONDS } from "../../src/cli/signal_board.ts";
import { readChunks } from "../../src/net/files.ts";
import { LEAVE_MILLISECONDS } from "../../src/net/socket_client.ts";
import { GOODBYE_MILLISECONDS } from "../../src/net/tap.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { readTape } from "../../src/tape/reader.ts";
import { fakeHost } from "../cli/fake_host.ts";
import { inTime } from "../peers/in_time.ts";
import { HeldTime } from "../house/held_time.ts";
import { inFolder } from "../house/in_folder.ts";

const PATIENCE = [LEAVE_MILLISECONDS, GOODBYE_MILLISECONDS];

function holdPatience(): HeldTime {
  return new HeldTime((milliseconds) => PATIENCE.includes(milliseconds) ? "held" : "runs");
}

/** What stands on a tape, which is whole. */
async function entriesOf(path: string): Promise<readonly Entry[]> {
  const tape = await readTape(readChunks(path));
  const entries: Entry[] = [];
  for await (const line of tape.lines) if (line.known) entries.push(line.entry);
  assertEquals(tape.ending().state, "whole");
  return entries;
}

function kinds(entries: readonly Entry[], kind: Entry["kind"]): number {
  return entries.filter((entry) => entry.kind === kind).length;
}

interface Deaf extends AsyncDisposable {
  readonly url: string;
  /** Our client is in and has said hello. */
  readonly greeted: Promise<void>;
  /** It has said its goodbye, over polling; it is not answered. */
  readonly left: Promise<void>;
}

/** From its client's hello on, a server that answers no goodbye, and that reads none over websocket. */
async function serveDeaf(): Promise<Deaf> {
  const http = createServer();
  const sockets = new Set<net.Socket>();
  http.on("connection", (socket) => sockets.add(socket));
  const io = new Server(http, { serveClient: false });
  const greeted = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  let isDeaf = false;
  io.engine.use((request: { method: string }, _response: unknown, next: () => void) => {
    if (isDeaf && request.method === "POST") left.resolve();
    else next();
  });
  io.on("connection", (socket) => {
    socket.on("hello", () => {
      isDeaf = true;
      if (socket.conn.transport.name === "websocket") { for (const each of sockets) each.pause(); }
      greeted.resolve();
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    greeted: greeted.promise,
    left: left.promise,
    async [Symbol.asyncDispose](): Promise<void> {
      for (const socket of sockets) socket.destroy();
      await io.close();
    },
  };
}

for (const transport of ["polling", "websocket"]) {
  Deno.test(`record ends at once on the second signal when its server never finishes closing, over ${transport}`, () =>
    inFolder(async (folder) => {
      using time = holdPatience();
      await using server = await serveDeaf();
      const host = fakeHost({ folder });
      const args = [server.url, "--transports", transport, "--emit", "hello", "--out", "t.ndjson"];
      const running = run(["record", ...args], host);
      await inTime(server.greeted, "the client to say hello");
      time.stand();
      host.signal("SIGINT");
      if (transport === "polling") await inTime(server.left, "the client to say goodbye");
      // The terminal's own second one.
      host.signal("SIGINT");
      await assertRuns(running);
      time.leap(SAME_SIGNAL_MILLISECONDS + 1);
      host.signal("SIGINT");
      assertEquals(await inTime(running, "record to end"), 0, host.stderr.written);
      const entries = await entriesOf(`${folder}/t.ndjson`);
      // The one that was left is not gone yet: the tape did not wait for that.
      assert(kinds(entries, "open") > kinds(entries, "close"));
    }));
}

/** It has had many turns, and has not ended. */
async function assertRuns(running: Promise<number>): Promise<void> {
  let hasEnded = false;
  void running.then(() => hasEnded = true);
  for (let turns = 0; turns < 50; turns++) await new Promise((resolve) => setImmediate(resolve));
  assert(!hasEnded, "one Ctrl-C was taken for two");
}

Deno.test("proxy ends at once on the second signal when a client never finishes closing", () =>
  inFolder(async (folder) => {
    using time = holdPatience();
    await using server = await serveDeaf();
    const host = fakeHost({ folder });
    const running = run(["proxy", server.url, "--listen", ":0", "--out", "t.ndjson"], host);
    const url = await host.stderr.said(/(?<=every client of )http:\S+/);
    const client = await halfOpenClient(url);
    time.stand();
    host.signal("SIGTERM");
    host.signal("SIGTERM");
    await assertRuns(running);
    time.leap(SAME_SIGNAL_MILLISECONDS + 1);
    host.signal("SIGTERM");
    assertEquals(await inTime(running, "proxy to end"), 0, host.stderr.written);
    const entries = await entriesOf(`${folder}/t.ndjson`);
    assertEquals([kinds(entries, "open"), kinds(entries, "close")], [1, 0]);
    const gone = new Promise((resolve) => client.on("close", resolve));
    client.destroy();
    await gone;
  }));

/** Has had an answer, and goes on when the other side has ended. */
async function halfOpenClient(url: string): Promise<net.Socket> {
  const client = net.connect({
    host: "127.0.0.1",
    port: Number(new URL(url).port),
    allowHalfOpen: true,
  });
  client.write("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n");
  await new Promise((resolve) => client.once("data", resolve));
  return client;
}
