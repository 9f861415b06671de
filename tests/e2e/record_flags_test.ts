// The flags of `record` against what a server saw, and what of it stands on the tape and in its name.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Server, type ServerOptions, type Socket } from "socket.io";
import { WebSocketServer } from "ws";
import { run } from "../../src/cli/run.ts";
import { readChunks } from "../../src/net/files.ts";
import { LEAVE_MILLISECONDS } from "../../src/net/socket_client.ts";
import { GOODBYE_MILLISECONDS } from "../../src/net/tap.ts";
import type { TapeHeader } from "../../src/tape/entry.ts";
import { readTape } from "../../src/tape/reader.ts";
import { fakeHost } from "../cli/fake_host.ts";
import { inTime } from "../peers/in_time.ts";
import { HeldTime } from "../house/held_time.ts";
import { record } from "./run_record.ts";

interface Seeing extends AsyncDisposable {
  readonly port: number;
  /** Everybody who came in, in order. */
  readonly seen: readonly Socket["handshake"][];
}

/** A stock server that says "go" to everybody in /sfa. */
async function serve(
  options: Partial<ServerOptions> = {},
  welcome: (socket: Socket, visit: number) => void = (socket) => void socket.emit("go"),
): Promise<Seeing> {
  const http = createServer();
  const io = new Server(http, { serveClient: false, ...options });
  const seen: Socket["handshake"][] = [];
  io.of("/sfa").on("connection", (socket) => {
    seen.push(socket.handshake);
    welcome(socket, seen.length);
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  return { port, seen, [Symbol.asyncDispose]: () => io.close() };
}

function headerOf(text: string): TapeHeader {
  const [first = ""] = text.split("\n");
  return JSON.parse(first);
}

const ONCE = ["--watch", "go", "--events", "1"];
/** A goodbye is waited for as long as it takes, where this is held. */
const PATIENCE = [LEAVE_MILLISECONDS, GOODBYE_MILLISECONDS];
const PIN = "pin4711";
const TOKEN = "hunter2hunter2";

Deno.test("record sends what its flags say, and hides what --redact names", async () => {
  await using server = await serve({ path: "/live/" });
  const { code, host, text, lines } = await record([
    `http://127.0.0.1:${server.port}/sfa`,
    ...["--path", "/live/", "--header", "X-App: a:b", "--query", "room=7"],
    ...["--auth", JSON.stringify({ pin: PIN, who: "me" }), "--redact", "pin"],
    ...[...ONCE, "--watch", "other"],
  ]);
  assertEquals(code, 0, host.stderr.written);
  const [saw] = server.seen;
  assertEquals(saw?.auth, { pin: PIN, who: "me" });
  assertEquals([saw?.headers["x-app"], saw?.query.room], ["a:b", "7"]);
  assert(saw?.url.startsWith("/live/?"), saw?.url);
  assert(!text.includes(PIN), text);
  assertStringIncludes(text, '{\\"pin\\":\\"*******\\",\\"who\\":\\"me\\"}');
  const { watch, redaction } = headerOf(text);
  assertEquals([watch, redaction], [["go", "other"], { on: true, keys: ["pin"] }]);
  const { hidden } = Object(lines.at(-1)?.entry).secrets;
  assert(hidden > 0);
  const places = hidden === 1 ? "1 place" : `${hidden} places`;
  assertStringIncludes(host.stderr.written, `Secrets are hidden on the tape, in ${places}\n`);
  assert(!host.stderr.written.includes("KEPT"));
});

Deno.test("record --keep-secrets keeps them, and says so loudly", async () => {
  await using server = await serve();
  const url = `http://127.0.0.1:${server.port}/sfa?token=${TOKEN}`;
  const { code, host, text } = await record([url, ...ONCE, "--keep-secrets", "--watch-all"]);
  assertEquals(code, 0, host.stderr.written);
  assertMatch(host.stderr.written, /^Secrets are KEPT on this tape: do not share it$/m);
  assert(!host.stderr.written.includes("Secrets are hidden"), host.stderr.written);
  const { target, watch, redaction } = headerOf(text);
  assertEquals([target, watch, redaction], [url, ["*"], { on: false }]);
  assertStringIncludes(text, `"url":"/socket.io/?token=${TOKEN}&`);
});

Deno.test("record gives a plain WebSocket its query and header", async () => {
  const sockets = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => sockets.on("listening", resolve));
  const asked: IncomingMessage[] = [];
  sockets.on("connection", (socket, request) => {
    asked.push(request);
    socket.send('{"type":"go"}');
  });
  // A listening TCP server always has an AddressInfo
  const { port } = sockets.address() as AddressInfo;
  const { code, host } = await record([
    `ws://127.0.0.1:${port}/driver?userId=19`,
    ...["--query", "k=v", "--header", "X-App: 7", ...ONCE],
  ]);
  await new Promise((resolve) => sockets.close(resolve));
  assertEquals(code, 0, host.stderr.written);
  assertEquals(asked.map(({ url, headers }) => [url, headers["x-app"]]), [
    ["/driver?userId=19&k=v", "7"],
  ]);
});

Deno.test("record puts a new tape in an old one's place with --force, and only then", async () => {
  await using server = await serve();
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const path = `${folder}/old.ndjson`;
  const args = ["record", `http://127.0.0.1:${server.port}/sfa`, ...ONCE, "--out", "old.ndjson"];
  try {
    await Deno.writeTextFile(path, "precious\n".repeat(10_000));
    assertEquals(await run(args, fakeHost({ folder })), 3);
    assertEquals([server.seen.length, (await Deno.stat(path)).size], [0, 90_000]);
    assertEquals(await run([...args, "--force"], fakeHost({ folder })), 0);
    const tape = await readTape(readChunks(path));
    for await (const { known } of tape.lines) assert(known);
    assertEquals(tape.ending().state, "whole");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** What a token looks like; it opens nothing. */
const JWT =
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTYifQ.c2lnbmF0dXJlLW9mLW5vYm9keQ";

Deno.test("record names no tape after a secret in its URL's path", async () => {
  await using server = await serve();
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const host = fakeHost({ folder });
  // This namespace is nobody's.
  const code = await run(["record", `http://127.0.0.1:${server.port}/${JWT}`], host);
  const names = Array.from(Deno.readDirSync(`${folder}/tapes`), ({ name }) => name);
  await Deno.remove(folder, { recursive: true });
  assertEquals([code, names.length], [3, 1]);
  for (const told of [...names, host.stderr.written]) assert(!told.includes("eyJ"), told);
});

Deno.test("record without a URL records the first demo, for ten seconds", async () => {
  // The ten seconds are over at once; what the client has said by then goes its way all the same.
  using time = new HeldTime((milliseconds) =>
    milliseconds === 10_000 ? "over" : PATIENCE.includes(milliseconds) ? "held" : "runs"
  );
  const { code, host, events, text } = await inTime(record([]), "record to end");
  assertEquals(code, 0, host.stderr.written);
  assertEquals(time.delays.filter((delay) => delay === 10_000).length, 1);
  assertMatch(
    host.stderr.written,
    /^Recording the embedded demo http:\/\/127\.0\.0\.1:\d+\/sfa$/m,
  );
  assertEquals(headerOf(text).watch, ["location:track"]);
  assertMatch(events[0] ?? "", /^client \/sfa room:subscribe \[\{"room":"track_/);
});

Deno.test("record --duration does not begin anew at a reconnect", async () => {
  // Nobody waits for a client that comes back.
  using time = new HeldTime((milliseconds) =>
    milliseconds === 15_000 ? "held" : milliseconds > 200 && milliseconds < 800 ? "over" : "runs"
  );
  await using server = await serve({}, (socket, visit) => {
    if (visit === 1) socket.conn.close();
    else socket.emit("go");
  });
  const url = `http://127.0.0.1:${server.port}/sfa`;
  const { code, host } = await record([url, ...ONCE, "--duration", "15s"]);
  assertEquals([code, server.seen.length], [0, 2], host.stderr.written);
  assertEquals(time.delays.filter((delay) => delay === 15_000).length, 1);
});

const DURATION = 12_345;
/** None of them is over before its time. */
const HELD = [DURATION, ...PATIENCE];

for (const transports of ["polling", "websocket"]) {
  Deno.test(`record --duration signs off from every namespace over ${transports}`, async () => {
    using time = new HeldTime((delay) => HELD.includes(delay) ? "held" : "runs");
    const left: string[] = [];
    const ready = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    const http = createServer();
    const io = new Server(http, { serveClient: false });
    for (const namespace of ["/a", "/b"]) {
      io.of(namespace).on("connection", (socket) => {
        // The client is in both: it says so when it is in the second one.
        socket.on("last", () => ready.resolve());
        socket.on("disconnect", (reason) => {
          left.push(`${namespace} ${reason}`);
          if (left.length === 2) gone.resolve();
        });
      });
    }
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    // A listening TCP server always has an AddressInfo
    const { port } = http.address() as AddressInfo;
    const flags = ["--namespace", "/b", "--transports", transports, "--emit", "/b last"];
    const args = [`http://127.0.0.1:${port}/a`, ...flags, "--duration", `${DURATION}ms`];
    const recording = record(args);
    await inTime(ready.promise, "the client to be in");
    time.end(DURATION);
    const { code, host } = await inTime(recording, "record to end");
    assertEquals(code, 0, host.stderr.written);
    await inTime(gone.promise, "the server to see it go");
    await io.close();
    assertEquals(left, ["/a client namespace disconnect", "/b client namespace disconnect"]);
  });
}
