// What peers say on its way to the screen: secrets hidden, nothing that steers a terminal, nobody
// waiting for a reader who does not come.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createServer } from "node:http";
import net, { type AddressInfo } from "node:net";
import { Server } from "socket.io";
import { WebSocketServer } from "ws";
import { run } from "../../src/cli/run.ts";
import { fakeHost } from "../cli/fake_host.ts";
import { makeCertificate } from "../net/certificate.ts";
import { record } from "./run_record.ts";

const ESCAPE = "\x1b";
const TOKEN = "token=hunter2";

async function serve(prepare: (io: Server) => void): Promise<AsyncDisposable & { url: string }> {
  const http = createServer();
  const io = new Server(http, { serveClient: false });
  prepare(io);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => io.close() };
}

Deno.test("record shows no secret and no escape of an acknowledgement or a refusal", async () => {
  await using server = await serve((io) => {
    io.of("/closed").use((_socket, next) => next(new Error(`${TOKEN} ${ESCAPE}]0;title`)));
    io.of("/open").on("connection", (socket) => {
      socket.on("login", (answer) => {
        answer("hi", { password: "hunter2", esc: `${ESCAPE}[31m`, photo: new Uint8Array(9) });
      });
      socket.on("last", () => socket.emit("over"));
    });
  });
  // Emitted when the client has heard the acknowledgement, and the refusal.
  const emit = ["--emit", "login", "--emit", "/closed never", "--emit", "last", "--ack"];
  const args = ["--namespace", "/closed", ...emit, "--watch", "over", "--events", "1"];
  const { code, host } = await record([`${server.url}/open`, ...args]);
  const said = host.stderr.written + host.stdout.written;
  assertEquals(code, 0, said);
  assertStringIncludes(said, "login was acknowledged after ");
  assertStringIncludes(said, "<9 bytes>");
  assertStringIncludes(said, "Refused in /closed: ");
  assert(!said.includes("hunter2"), said);
  assert(!said.includes(ESCAPE), said);
});

Deno.test("record shows no secret and no escape of a close reason", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket) => socket.close(4002, `${ESCAPE}]0;title ${TOKEN}`));
  await new Promise((resolve) => server.on("listening", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = server.address() as AddressInfo;
  const { host, lines } = await record([`ws://127.0.0.1:${port}/`]);
  await new Promise((resolve) => server.close(resolve));
  const { written } = host.stderr;
  assertStringIncludes(
    written,
    'Not connected. The server closed the WebSocket before it said anything: code 4002, "',
  );
  assert(!written.includes("hunter2") && !written.includes(ESCAPE), written);
  // What is hidden on the screen is not counted among what is hidden on the tape.
  const ranges = lines.flatMap(({ entry }) => Object.values(Object(entry).redacted ?? {}).flat());
  const end = lines.at(-1)?.entry;
  assertEquals(Object(end).secrets, { hidden: ranges.length });
});

Deno.test("record ends although nobody reads what it says", async () => {
  await using server = await serve((io) => {
    io.on("connection", (socket) => socket.emit("over"));
  });
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const host = fakeHost({ folder });
  const stuck = Object.assign(Object.create(host.stderr), { send: () => new Promise(() => {}) });
  const args = ["record", server.url, "--watch", "over", "--events", "1", "--debug"];
  assertEquals(await run(args, { ...host, stderr: stuck }), 0);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("proxy ends although a client sits before its TLS handshake", async () => {
  const { cert, key } = makeCertificate();
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  await Deno.writeTextFile(`${folder}/cert.pem`, cert);
  await Deno.writeTextFile(`${folder}/key.pem`, key);
  const host = fakeHost({ folder });
  const tls = ["--tls-cert", "cert.pem", "--tls-key", "key.pem", "--listen", "127.0.0.1:0"];
  const running = run(["proxy", "http://127.0.0.1:9", ...tls], host);
  const url = await host.stderr.said(/(?<=every client of )https:\S+/);
  const client = net.connect({ host: "127.0.0.1", port: Number(new URL(url).port) });
  client.on("error", () => {});
  const closed = new Promise((resolve) => client.on("close", resolve));
  await new Promise((resolve) => client.on("connect", resolve));
  host.signal("SIGINT");
  assertEquals(await running, 0);
  await closed;
  await Deno.remove(folder, { recursive: true });
});

Deno.test("proxy refuses a -- that nothing follows", async () => {
  const host = fakeHost({});
  assertEquals(await run(["proxy", "http://127.0.0.1:9", "--"], host), 2);
  assertStringIncludes(host.stderr.written, 'with "--": no command follows it');
});
