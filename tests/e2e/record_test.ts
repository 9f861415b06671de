// `record` against real servers: what it prints, what stands on the tape, how it ends.

import { Server } from "socket.io";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { run } from "../../src/cli/run.ts";
import { startTracking } from "../../src/demo/tracking.ts";
import { readChunks } from "../../src/net/files.ts";
import { readTape } from "../../src/tape/reader.ts";
import { findSecrets } from "../../src/tape/redact/verify.ts";
import { fakeHost } from "../cli/fake_host.ts";
import { record } from "./run_record.ts";

for (const transports of ["polling", "websocket", "polling,websocket"]) {
  Deno.test(`record puts the tracking demo on tape over ${transports}`, async () => {
    await using demo = await startTracking({ rate: 50 });
    const token = demo.token();
    const { code, host, lines, events, text } = await record([
      `${demo.url}?token=${token}&auth_type=v3`,
      "--emit",
      'room:subscribe {"room":"track_222222","ssoId":222222}',
      "--events",
      "5",
      "--transports",
      transports,
    ]);
    assertEquals(code, 0, host.stderr.written);
    assertEquals(events[0], 'client /sfa room:subscribe [{"room":"track_222222","ssoId":222222}]');
    const tracks = events.filter((event) => event.startsWith("server /sfa location:track"));
    assert(tracks.length >= 5, events.join("\n"));
    const derived = lines.flatMap(({ entry }) => entry.kind === "event" ? [entry] : []);
    assertEquals(
      derived.map((entry) => Object(entry).args),
      tracks.map((track) => JSON.parse(track.slice("server /sfa location:track ".length))),
    );
    assertStringIncludes(host.stdout.written, `←  /sfa  location:track  {"room":"track_222222"`);
    assertStringIncludes(host.stderr.written, "tape.ndjson");
    assert(!text.includes(token), "the token reached the disk");
    assertEquals(lines.flatMap(({ known, entry }) => known ? findSecrets(Object(entry)) : []), []);
    assertStringIncludes(text, "JWT RS256 at+jwt, issued ");
  });
}

Deno.test("record keeps the client's debug log, unless told not to", async () => {
  await using demo = await startTracking({ rate: 50 });
  const args = [demo.url, "--query", `token=${demo.token()}`, "--query", "auth_type=v3"];
  const emit = ["--emit", 'room:subscribe {"room":"r"}', "--events", "1"];
  const logged = await record([...args, ...emit]);
  const sources = logged.lines.map(({ entry }) => entry.kind === "log" ? Object(entry).source : "");
  for (
    const source of ["engine.io-client:socket", "socket.io-client:manager", "socket.io-parser"]
  ) {
    assert(sources.includes(source), `nothing of ${source}`);
  }
  const quiet = await record([...args, ...emit, "--no-log", "--quiet"]);
  assertEquals(quiet.lines.filter(({ entry }) => entry.kind === "log"), []);
  assertEquals(quiet.host.stdout.written, "");
});

const REFUSED: readonly [name: string, query: (expired: string) => string, reason: string][] = [
  ["a missing token", () => "auth_type=v3", "Unauthorized: the token is missing"],
  ["an expired token", (expired) => `auth_type=v3&token=${expired}`, "the token has expired"],
  ["another auth_type", (expired) => `auth_type=v2&token=${expired}`, "auth_type must be v3"],
];

for (const [name, query, reason] of REFUSED) {
  Deno.test(`record says why the server refused it: ${name}`, async () => {
    await using demo = await startTracking();
    const { code, host, text } = await record([`${demo.url}?${query(demo.token(-60))}`]);
    assertEquals(code, 3);
    assertStringIncludes(host.stderr.written, "Not connected. The server refused the connection");
    assertStringIncludes(host.stderr.written, reason);
    assertStringIncludes(text, "Unauthorized");
  });
}

Deno.test("record says that nobody listens, from what the tap saw", async () => {
  // No test gets this port: it is not among those that the system gives away.
  const { code, host } = await record(["http://127.0.0.1:1/"]);
  assertEquals(code, 3);
  assertMatch(host.stderr.written, /Not connected\. The target cannot be reached: .*refused/i);
});

const RUDE: readonly [name: string, answer: string, reason: string][] = [
  ["hangs up", "", "The target closed the connection without an answer"],
  ["speaks another protocol", "SSH-2.0-x\r\n", "The target does not speak HTTP on this port"],
];

for (const [name, answer, reason] of RUDE) {
  Deno.test(`record says what is wrong with a target that ${name}`, async () => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const served = (async () => {
      const connection = await listener.accept();
      await connection.read(new Uint8Array(1024));
      await connection.write(new TextEncoder().encode(answer));
      connection.close();
    })();
    const { code, host } = await record([`http://127.0.0.1:${listener.addr.port}/`]);
    await served;
    assertEquals(code, 3);
    assertStringIncludes(host.stderr.written, `Not connected. ${reason}`);
  });
}

Deno.test("record refuses flags before it starts the demo", async () => {
  const host = fakeHost({});
  assertEquals(await run(["record", "--redact", "/(/"], host), 2);
  assert(!host.stderr.written.includes("Recording"), host.stderr.written);
});

Deno.test("record names the certificate that it cannot read, and starts nothing", async () => {
  const host = fakeHost({ folder: "/nowhere" });
  assertEquals(await run(["record", "https://127.0.0.1:9/", "--ca", "no.pem"], host), 3);
  assertStringIncludes(host.stderr.written, 'Cannot read --ca "no.pem"');
});

Deno.test("record names the place that a target has moved to", async () => {
  const server = createServer((_request, response) => {
    response.writeHead(301, { Location: "https://example.com/elsewhere" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // listen() on TCP always gives an AddressInfo
  const { port } = server.address() as AddressInfo;
  const { code, host } = await record([`http://127.0.0.1:${port}/`]);
  await new Promise((resolve) => server.close(resolve));
  assertEquals(code, 3);
  assertStringIncludes(
    host.stderr.written,
    "Not connected. Target moved to https://example.com/elsewhere: record that instead",
  );
});

Deno.test("record ends when a server that let it in does not let it in again", async () => {
  const http = createServer();
  const server = new Server(http, { serveClient: false });
  let visits = 0;
  server.use((_socket, next) => {
    visits += 1;
    next(visits === 1 ? undefined : new Error("the token has expired"));
  });
  server.on("connection", (socket) => socket.conn.close());
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  const { code, host } = await record([`http://127.0.0.1:${port}/`]);
  await server.close();
  assertEquals(code, 3);
  assertStringIncludes(host.stderr.written, "Disconnected: transport close");
  assertStringIncludes(host.stderr.written, "the token has expired");
});

Deno.test("record says that it was stopped before it was connected", async () => {
  const silent = createServer(() => host.signal("SIGINT"));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port } = silent.address() as AddressInfo;
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const host = fakeHost({ folder });
  try {
    const code = await run(["record", `http://127.0.0.1:${port}/`, "--out", "t.ndjson"], host);
    assertEquals(code, 3);
    assertStringIncludes(host.stderr.written, "Not connected. Stopped before the client was in");
  } finally {
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("record never overwrites a tape without being told to", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    await Deno.writeTextFile(`${folder}/old.ndjson`, "precious");
    const host = fakeHost({ folder });
    const code = await run(["record", "http://127.0.0.1:9/", "--out", "old.ndjson"], host);
    assertEquals(code, 3);
    assertStringIncludes(host.stderr.written, "something stands there already");
    assertEquals(await Deno.readTextFile(`${folder}/old.ndjson`), "precious");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("record ends cleanly on a signal, and its decoded lines say what binary is", async () => {
  const http = createServer();
  const server = new Server(http, { serveClient: false });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const host = fakeHost({ folder });
  server.on("connection", (socket) => {
    socket.on("hello", (text) => {
      socket.emit("picture", { bytes: new Uint8Array([1, 2, 3]), text }, () => {});
      socket.emit("last");
    });
  });
  try {
    const url = `http://127.0.0.1:${port}/`;
    // The watched event is the last one; --events stops there, as Ctrl-C would.
    const args = ["record", url, "--emit", 'hello "é"', "--watch-all", "--out", "t.ndjson"];
    const stopped = run(args, {
      ...host,
      stdout: Object.assign(Object.create(host.stdout), {
        send(text: string): Promise<void> {
          if (text.includes("last")) host.signal("SIGINT");
          return Promise.resolve();
        },
      }),
    });
    assertEquals(await stopped, 0, host.stderr.written);
    const events: unknown[] = [];
    const tape = await readTape(readChunks(`${folder}/t.ndjson`));
    for await (const { entry } of tape.lines) {
      if (entry.kind === "event") events.push([Object(entry).name, Object(entry).args]);
    }
    assertEquals(events, [
      ["hello", ["é"]],
      ["picture", [{
        bytes: {
          $binary: {
            bytes: 3,
            sha256: "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81",
            base64: "AQID",
          },
        },
        text: "é",
      }]],
      ["last", []],
    ]);
    assertEquals(tape.ending().state, "whole");
  } finally {
    await server.close();
    await Deno.remove(folder, { recursive: true });
  }
});
