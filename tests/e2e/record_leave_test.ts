// How `record` takes its leave of a stock server, and of targets that its client cannot make sense of:
// in good order, with a whole tape, and with a word on why.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { WebSocketServer } from "ws";
import { LEAVE_MILLISECONDS } from "../../src/net/socket_client.ts";
import { GOODBYE_MILLISECONDS } from "../../src/net/tap.ts";
import type { TapeLine } from "../../src/tape/entry.ts";
import { serve as serveTcp } from "../net/sockets.ts";
import { inTime } from "../peers/in_time.ts";
import { HeldTime } from "../house/held_time.ts";
import { record } from "./run_record.ts";

interface Stock extends AsyncDisposable {
  readonly url: string;
  readonly io: Server;
}

async function serveStock(): Promise<Stock> {
  const http = createServer();
  const io = new Server(http, { serveClient: false });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // listen() on TCP always gives an AddressInfo
  const { port } = http.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, io, [Symbol.asyncDispose]: () => io.close() };
}

const WAYS: readonly [transports: string, last: string][] = [
  ["polling", "polling"],
  ["websocket", "websocket"],
  ["polling,websocket", "websocket"],
];

/** A goodbye is waited for as long as it takes. */
const PATIENCE = [LEAVE_MILLISECONDS, GOODBYE_MILLISECONDS];

for (const [transports, last] of WAYS) {
  Deno.test(`record signs off from every namespace over ${transports}`, async () => {
    using _time = new HeldTime((delay) => PATIENCE.includes(delay) ? "held" : "runs");
    await using server = await serveStock();
    const reasons: string[] = [];
    const gone = Promise.withResolvers<void>();
    for (const namespace of ["/sfa", "/chat"]) {
      server.io.of(namespace).on("connection", (socket) => {
        const { conn } = socket;
        // The recording ends when both are in and nothing is left to upgrade.
        socket.on("ready", () => {
          if (conn.transport.name === last) socket.emit("go");
          else conn.once("upgrade", () => socket.emit("go"));
        });
        socket.on("disconnect", (reason) => {
          reasons.push(`${namespace} ${reason}`);
          if (reasons.length === 2) gone.resolve();
        });
      });
    }
    const recording = record([
      `${server.url}/sfa`,
      ...["--namespace", "/chat", "--transports", transports, "--no-log"],
      ...["--emit", "ready", "--emit", "/chat ready", "--watch", "go", "--events", "2"],
    ]);
    const { code, text, host, lines } = await inTime(recording, "record to end");
    await inTime(gone.promise, "the server to see it go");
    assertEquals(code, 0, host.stderr.written);
    assertEquals(reasons, [
      "/sfa client namespace disconnect",
      "/chat client namespace disconnect",
    ]);
    for (const goodbye of ["41/sfa,", "41/chat,"]) assertStringIncludes(text, goodbye);
    const connections = lines.flatMap(({ entry }) => entry.kind === "close" ? [Object(entry)] : []);
    assert(connections.length > 0 && connections.every(({ reset }) => reset === false), text);
  });
}

const head = (status: string, ...lines: readonly string[]): string =>
  [`HTTP/1.1 ${status}`, ...lines, "Connection: close", "", ""].join("\r\n");

const BAD_ANSWERS: readonly [name: string, answer: string][] = [
  ["a redirect to nowhere", head("302 Found", "Content-Length: 0")],
  [
    "a redirect to a port that there cannot be",
    head("302 Found", "Location: http://host:99999/x", "Content-Length: 0"),
  ],
  ["a handshake that is no JSON", `${head("200 OK", "Content-Length: 10")}0{bad json`],
];

for (const [name, answer] of BAD_ANSWERS) {
  Deno.test(`record ends with a whole tape after ${name}`, async () => {
    await using server = await serveTcp((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end(answer));
    });
    const { code, host, lines } = await record([`http://127.0.0.1:${server.port}/sfa`]);
    assertEquals(code, 3);
    assertMatch(host.stderr.written, /^Not connected\. \S/m);
    assertMatch(notesOf(lines), /The client was refused in \/sfa: The client cannot make sense of/);
  });
}

Deno.test("record ends with a whole tape after a bad handshake over websocket", async () => {
  const sockets = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => sockets.on("listening", resolve));
  sockets.on("connection", (socket) => socket.send("0{bad"));
  // A listening TCP server always has an AddressInfo
  const { port } = sockets.address() as AddressInfo;
  const { code, host } = await record([`http://127.0.0.1:${port}/`, "--transports", "websocket"]);
  for (const socket of sockets.clients) socket.terminate();
  await new Promise((resolve) => sockets.close(resolve));
  assertEquals(code, 3);
  assertMatch(host.stderr.written, /^Not connected\. The client cannot make sense of .*JSON/m);
});

function notesOf(lines: readonly TapeLine[]): string {
  return lines.flatMap(({ entry }) => entry.kind === "note" ? [Object(entry).text] : []).join("\n");
}

const CLOSES: readonly [name: string, greets: boolean, code: number, told: string][] = [
  [
    "before it said anything",
    false,
    3,
    'Not connected. The server closed the WebSocket before it said anything: code 4401, "bad token"',
  ],
  ["later", true, 0, 'Disconnected: closed by the server with code 4401, "bad token"'],
];

for (const [name, greets, expected, told] of CLOSES) {
  Deno.test(`record says with which code a server closed its WebSocket ${name}`, async () => {
    const sockets = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    await new Promise((resolve) => sockets.on("listening", resolve));
    sockets.on("connection", (socket) => {
      if (greets) socket.send('{"type":"hello"}');
      socket.close(4401, "bad token");
    });
    // A listening TCP server always has an AddressInfo
    const { port } = sockets.address() as AddressInfo;
    const { code, host } = await record([`ws://127.0.0.1:${port}/live`]);
    await new Promise((resolve) => sockets.close(resolve));
    assertEquals(code, expected, host.stderr.written);
    assertStringIncludes(host.stderr.written, told);
  });
}
