// What `record` does beside the straight way: plain WebSocket, profiles, marks, acknowledgements,
// several namespaces, redirects, --json, --debug, names of its own.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { run } from "../../src/cli/run.ts";
import { isJsonObject, parseJson } from "../../src/base/json.ts";
import { PATIENCE } from "../../src/cli/record/deck.ts";
import { LEAVE_MILLISECONDS } from "../../src/net/socket_client.ts";
import { GOODBYE_MILLISECONDS } from "../../src/net/tap.ts";
import { type FakeHost, fakeHost } from "../cli/fake_host.ts";
import { inTime } from "../peers/in_time.ts";
import { HeldTime, holdDate } from "../house/held_time.ts";
import { record } from "./run_record.ts";
import { type Running, serve } from "./stock_server.ts";

async function serveHttp(answer: RequestListener): Promise<Running> {
  const http = createServer(answer);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  return {
    port,
    async [Symbol.asyncDispose](): Promise<void> {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

async function serveWebSocket(prepare: (server: WebSocketServer) => void): Promise<Running> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  prepare(server);
  await new Promise((resolve) => server.on("listening", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async [Symbol.asyncDispose](): Promise<void> {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

Deno.test("record puts a plain WebSocket on tape and names its JSON by a key of the user's", async () => {
  await using server = await serveWebSocket((sockets) => {
    sockets.on("connection", (socket) => {
      socket.on("message", (data) => {
        socket.send(
          JSON.stringify({ cmd: "position", of: JSON.parse(String(data)).cmd, lat: "1" }),
        );
      });
    });
  });
  const { code, host, events, lines } = await record([
    `ws://127.0.0.1:${server.port}/driver?userId=19`,
    "--send",
    '{"cmd":"start","payload":{"token":"abc"}}',
    "--event-key",
    "cmd",
    "--watch",
    "position",
    "--events",
    "1",
  ]);
  assertEquals(code, 0, host.stderr.written);
  assertEquals(events, [
    'client / start [{"cmd":"start","payload":{"token":"***"}}]',
    'server / position [{"cmd":"position","of":"start","lat":"1"}]',
  ]);
  assertEquals(lines.filter(({ entry }) => entry.kind === "event").length, 1);
  assertStringIncludes(
    host.stdout.written,
    '→  /  start  {"cmd":"start","payload":{"token":"***"}}',
  );
});

Deno.test("record ends with a plain WebSocket that its server has ended, and says how", async () => {
  await using server = await serveWebSocket((sockets) => {
    sockets.on("connection", (socket) => socket.close(4401, "the token has expired"));
  });
  const { code, host } = await record([`ws://127.0.0.1:${server.port}/`]);
  assertEquals(code, 3);
  assertStringIncludes(
    host.stderr.written,
    'Not connected. The server closed the WebSocket before it said anything: code 4401, "the token has expired"',
  );
});

Deno.test("record records what a profile says, with tokens from the environment", async () => {
  await using server = await serve((io) => {
    io.of("/sfa").on("connection", (socket) => {
      const { token } = socket.handshake.query;
      socket.on(
        "join",
        (room) => socket.emit("location:track", { room, hasToken: token === "t0k" }),
      );
    });
  });
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const profile = {
    url: "http://127.0.0.1:${WIRETAPE_PORT}/sfa",
    query: { token: "${WIRETAPE_TOKEN}" },
    emit: [["join", "r1"]],
    events: 1,
  };
  await Deno.writeTextFile(`${folder}/p.json`, JSON.stringify(profile));
  const env = { WIRETAPE_PORT: String(server.port), WIRETAPE_TOKEN: "t0k" };
  const { code, events, host } = await record(["--profile", `${folder}/p.json`], { env });
  await Deno.remove(folder, { recursive: true });
  assertEquals(code, 0, host.stderr.written);
  assertEquals(events, [
    'client /sfa join ["r1"]',
    'server /sfa location:track [{"room":"r1","hasToken":true}]',
  ]);
});

Deno.test("record is in several namespaces, waits for acknowledgements, and keeps marks", async () => {
  let running: FakeHost | undefined;
  await using server = await serve((io) => {
    const greeted = Promise.withResolvers<void>();
    io.of("/b").on("connection", (socket) => socket.on("hello", () => greeted.resolve()));
    io.of("/a").on("connection", (socket) => {
      socket.on("ask", (answer) => {
        running?.signal("SIGUSR2");
        answer({ fine: true });
        void greeted.promise.then(() => socket.emit("over"));
      });
    });
  });
  const { code, host, events, lines } = await record([
    `http://127.0.0.1:${server.port}/a`,
    "--namespace",
    "/b",
    "--emit",
    "ask",
    "--emit",
    "/b hello 7",
    "--ack",
    "--watch",
    "over",
    "--events",
    "1",
  ], {
    during(host): void {
      running = host;
    },
  });
  assertEquals(code, 0, host.stderr.written);
  assert(
    events.includes("client /a ask []") && events.includes("client /b hello [7]"),
    `${events}`,
  );
  const marks = lines.flatMap(({ entry }) => entry.kind === "mark" ? [Object(entry).text] : []);
  assertEquals(marks, ["mark 1"]);
  assertMatch(host.stderr.written, /Set mark 1 at \d+\.\d{3} s/);
  assertStringIncludes(host.stderr.written, ", 1 mark\n");
});

for (const status of [302, 303, 307, 308]) {
  Deno.test(`record says where a target has moved to, and waits for nobody there (${status})`, async () => {
    const followed: string[] = [];
    await using there = await serveHttp((request) => void followed.push(request.url ?? ""));
    await using server = await serveHttp((request, response) => {
      const moved = new URL(request.url ?? "", `http://127.0.0.1:${there.port}`);
      response.writeHead(status, { Location: moved.href }).end();
    });
    const begin = Promise.withResolvers<void>();
    const args = [`http://127.0.0.1:${server.port}/sfa?token=secret`];
    const ended = inTime(begin.promise.then(() => record(args)), "record to end");
    // From here on no patience ends it, and nobody answers a client that follows.
    using _time = new HeldTime((delay) => delay === PATIENCE.endAfter ? "held" : "runs");
    begin.resolve();
    const { code, host } = await ended;
    assertEquals(code, 3);
    assertStringIncludes(
      host.stderr.written,
      `Not connected. Target moved to http://127.0.0.1:${there.port}/sfa: record that instead\n`,
    );
    assert(!host.stderr.written.includes("secret"));
    assertEquals(followed, []);
  });
}

Deno.test("record says that a redirect leads nowhere where no client could go", async () => {
  await using server = await serveHttp((_request, response) => {
    response.writeHead(302, { Location: "ftp://127.0.0.1/socket.io/" }).end();
  });
  const { code, host } = await record([`http://127.0.0.1:${server.port}/`]);
  assertEquals(code, 3);
  assertStringIncludes(
    host.stderr.written,
    "Not connected. The target answered GET /socket.io/ with HTTP 302 and a Location that leads " +
      "nowhere\n",
  );
});

Deno.test("record --json prints nothing but a summary for programs", async () => {
  await using server = await serve((io) => {
    io.on("connection", (socket) => {
      for (let count = 0; count < 3; count++) socket.emit("tick", count);
    });
  });
  const url = `http://127.0.0.1:${server.port}/`;
  const { code, host } = await record([url, "--watch", "tick", "--events", "3", "--json"]);
  assertEquals(code, 0);
  const parsed = parseJson(host.stdout.written);
  assert(parsed.ok && isJsonObject(parsed.value), host.stdout.written);
  const { tape, events, marks, reason } = parsed.value;
  assertEquals([tape, marks, reason], ["tape.ndjson", 0, undefined]);
  assertEquals(events, [{ from: "server", namespace: "/", name: "tick", count: 3 }]);
});

Deno.test("record --json says why it never connected", async () => {
  await using server = await serveHttp((_request, response) => response.writeHead(404).end("gone"));
  const { code, host } = await record([`http://127.0.0.1:${server.port}/`, "--json"]);
  assertEquals(code, 3);
  const parsed = parseJson(host.stdout.written);
  assert(parsed.ok && isJsonObject(parsed.value));
  assertEquals(parsed.value.reason, "The target answered HTTP 404: gone");
});

Deno.test("record --debug shows the client's log, secrets hidden", async () => {
  await using server = await serve((io) => {
    io.on("connection", (socket) => socket.emit("over"));
  });
  const url = `http://127.0.0.1:${server.port}/?token=hunter2`;
  const { host } = await record([url, "--watch", "over", "--events", "1", "--debug"]);
  assertStringIncludes(host.stderr.written, "  engine.io-client:socket  ");
  assertStringIncludes(host.stderr.written, "?token=*******&");
  assert(!host.stderr.written.includes("hunter2"), "the log on the screen tells a secret");
});

Deno.test("record gives recordings of one second names of their own", async () => {
  using _date = holdDate(new Date("2026-11-21T03:00:00.123Z"));
  await using server = await serve((io) => {
    io.of("/same").on("connection", (socket) => socket.emit("over"));
  });
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const args = [
    "record",
    `http://127.0.0.1:${server.port}/same`,
    "--watch",
    "over",
    "--events",
    "1",
  ];
  const codes: number[] = [];
  for (let count = 0; count < 3; count++) codes.push(await run(args, fakeHost({ folder })));
  const names = Array.from(Deno.readDirSync(`${folder}/tapes`), ({ name }) => name);
  await Deno.remove(folder, { recursive: true });
  assertEquals(codes, [0, 0, 0]);
  const name = "2026-11-21T03-00-00Z-same";
  assertEquals(names.toSorted(), [`${name}-2.ndjson`, `${name}-3.ndjson`, `${name}.ndjson`]);
});

Deno.test("record is not refused when its first event comes with the answer to CONNECT", async () => {
  const heard = Promise.withResolvers<void>();
  // What the client has said is waited for as long as it takes.
  const patience = [LEAVE_MILLISECONDS, GOODBYE_MILLISECONDS];
  using _time = new HeldTime((delay) => patience.includes(delay) ? "held" : "runs");
  await using server = await serve((io) => {
    io.on("connection", (socket) => {
      socket.on("hello", () => heard.resolve());
      socket.emit("over");
    });
  });
  const flags = ["--watch", "over", "--events", "1", "--transports", "polling"];
  const url = `http://127.0.0.1:${server.port}/`;
  const recording = record([url, ...flags, "--emit", "hello"]);
  const { code, host } = await inTime(recording, "record to end");
  assertEquals(code, 0, host.stderr.written);
  await inTime(heard.promise, "the server to hear it");
});
