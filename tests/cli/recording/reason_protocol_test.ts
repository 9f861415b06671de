// What `record` tells of stock servers that were asked as if they were of the other kind: a Socket.IO
// server for a plain WebSocket, a server of plain WebSockets for Socket.IO.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { WebSocketServer } from "ws";
import { Exchanges } from "../../../src/cli/recording/exchanges.ts";
import { ReasonFinder } from "../../../src/cli/recording/reason.ts";
import { otherProtocol, wantsWebSocket } from "../../../src/cli/recording/scheme.ts";
import type { Header } from "../../../src/tape/entry.ts";
import { record } from "../../e2e/run_record.ts";
import { ask, proxied } from "../../e2e/run_proxy.ts";
import { response, serveRudely } from "./rude_server.ts";

const POLL = "/socket.io/?EIO=4&transport=polling";

Deno.test("record of a WebSocket asks whether it is Socket.IO where that hangs up, then for TLS", async () => {
  const http = createServer();
  const server = new Server(http, { serveClient: false, destroyUpgradeTimeout: 1 });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  const { code, host } = await record([`ws://127.0.0.1:${port}/sfa?token=hunter2`]);
  await server.close();
  assertEquals(code, 3);
  assertStringIncludes(
    host.stderr.written,
    "Not connected. The target closed the connection without an answer. Is it a Socket.IO " +
      `server? Then record http://127.0.0.1:${port}/sfa. Or does it want wss://127.0.0.1:${port}?\n`,
  );
  assert(!host.stderr.written.includes("hunter2"), host.stderr.written);
});

Deno.test("record of Socket.IO names the WebSocket that its target wants", async () => {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise<void>((resolve) => server.on("listening", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = server.address() as AddressInfo;
  const { code, host } = await record([`http://127.0.0.1:${port}/live?token=hunter2`]);
  await new Promise((resolve) => server.close(resolve));
  assertEquals(code, 3);
  assertStringIncludes(
    host.stderr.written,
    "Not connected. The target answered HTTP 426: Upgrade Required. " +
      `It wants a WebSocket: record ws://127.0.0.1:${port}/live\n`,
  );
  assert(!host.stderr.written.includes("hunter2"), host.stderr.written);
});

Deno.test("record of Socket.IO names the WebSocket where a refusal without words names it", async () => {
  const refusal = response("400 Bad Request", "", { Upgrade: "websocket" });
  await using server = serveRudely(refusal);
  const { host } = await record([`http://127.0.0.1:${server.port}/`]);
  assertStringIncludes(
    host.stderr.written,
    "Not connected. The target answered HTTP 400. " +
      `It wants a WebSocket: record ws://127.0.0.1:${server.port}/\n`,
  );
});

Deno.test("record names no WebSocket where a WebSocket was refused: it wants another version", async () => {
  const refusal = response("426 Upgrade Required", "", { Upgrade: "websocket" });
  await using server = serveRudely(refusal);
  const { host } = await record([`ws://127.0.0.1:${server.port}/`]);
  assertStringIncludes(host.stderr.written, "Not connected. The target answered HTTP 426\n");
});

Deno.test("proxy names no other target where its client asked for Socket.IO: that goes its own way", async () => {
  await using target = serveRudely(response("426 Upgrade Required", ""));
  const { host } = await proxied([`http://127.0.0.1:${target.port}`], async (url) => {
    await ask(`${url}${POLL}`, "GET");
  });
  assertStringIncludes(
    host.stderr.written,
    "The target answered GET /socket.io/ with HTTP 426\n",
  );
});

Deno.test("ReasonFinder asks only for TLS where anybody's client is hung up on", () => {
  const target = new URL("ws://127.0.0.1:3000/sfa");
  const finder = new ReasonFinder({ target, verb: "proxy", trouble(): void {} });
  finder.recorded({ kind: "close", at: 1, conn: 1, by: "server" });
  assertEquals(
    finder.reasonAt(300),
    "The target closed the connection without an answer. Does it want wss://127.0.0.1:3000?",
  );
});

Deno.test("ReasonFinder names no WebSocket where a session stands: Socket.IO it is", () => {
  const told: string[] = [];
  const finder = new ReasonFinder({
    target: new URL("http://127.0.0.1:3000/"),
    verb: "record",
    trouble: (_key, sentence) => told.push(sentence),
  });
  const exchanges = new Exchanges();
  const asked = { kind: "request", at: 1, conn: 1, method: "GET", headers: [] } as const;
  for (const [id, url] of [[1, `${POLL}&sid=abc`], [2, POLL]] as const) {
    exchanges.requested({ ...asked, id, url });
    const answer = { kind: "response", at: 2, conn: 1, id, status: 426, headers: [] } as const;
    const waiting = exchanges.responded(answer);
    if (waiting !== undefined) finder.answered(waiting, answer);
  }
  assertEquals(told, [
    "The target answered GET /socket.io/ with HTTP 426",
    "The target answered GET /socket.io/ with HTTP 426. " +
    "It wants a WebSocket: record ws://127.0.0.1:3000/",
  ]);
});

const ANSWERS: readonly [status: number, headers: readonly Header[], wants: boolean][] = [
  [426, [], true],
  [426, [["upgrade", "WebSocket"]], true],
  [426, [["Upgrade", "h2c, websocket"]], true],
  [426, [["Upgrade", "TLS/1.2"], ["Upgrade", "websocket"]], true],
  [426, [["Upgrade", "TLS/1.2, HTTP/1.1"]], false],
  [426, [["Upgrade", "websocket2"]], false],
  [400, [["Upgrade", "websocket"]], true],
  [400, [], false],
  [404, [["Upgrade", "websocket"]], false],
];

for (const [status, headers, wants] of ANSWERS) {
  const named = headers.map(([, value]) => value).join(" and ") || "none";
  Deno.test(`wantsWebSocket() is ${wants} of ${status} with Upgrade: ${named}`, () => {
    assertEquals(
      wantsWebSocket({ kind: "response", at: 1, conn: 1, id: 1, status, headers }),
      wants,
    );
  });
}

Deno.test("otherProtocol() keeps TLS, host and path, and leaves secrets out", () => {
  const typed: readonly string[] = [
    "ws://127.0.0.1:4001/sfa",
    "wss://example.test/sfa?token=hunter2#x",
    "http://[::1]:4002/",
    "https://user:hunter2@example.test:8443/live",
  ];
  assertEquals(typed.map((url) => otherProtocol(new URL(url))), [
    "http://127.0.0.1:4001/sfa",
    "https://example.test/sfa",
    "ws://[::1]:4002/",
    "wss://example.test:8443/live",
  ]);
});
