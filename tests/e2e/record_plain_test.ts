// A plain WebSocket whose client speaks plain text and whose server streams JSON: every message is
// told as what it is, on the tape and on the screen, whoever speaks first.

import { assertEquals, assertStringIncludes } from "@std/assert";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { encodeUtf8 } from "../../src/base/bytes.ts";
import { verifyTape } from "../../src/timeline/verify.ts";
import { record, type RecordedRun } from "./run_record.ts";

interface Running extends AsyncDisposable {
  readonly url: string;
}

async function serve(greet: (socket: WebSocket, count: number) => void): Promise<Running> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  let count = 0;
  server.on("connection", (socket) => greet(socket, ++count));
  await new Promise((resolve) => server.on("listening", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}/live`,
    async [Symbol.asyncDispose](): Promise<void> {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function stream(socket: WebSocket): void {
  for (const n of [1, 2, 3]) socket.send(JSON.stringify({ type: "pos", n }));
}

function told({ lines }: RecordedRun): readonly string[] {
  return lines.flatMap(({ entry }) =>
    entry.kind === "event" && "name" in entry ? [`${entry.from} ${entry.name}`] : []
  );
}

async function findingsOf({ text }: RecordedRun): Promise<readonly string[]> {
  const findings = await Array.fromAsync(verifyTape([encodeUtf8(text)]));
  return findings.map(({ line, rule }) => `${line} ${rule}`);
}

Deno.test("record names the JSON that answers plain text, and ends after as many as it was told", async () => {
  await using server = await serve((socket) => socket.on("message", () => stream(socket)));
  const run = await record([server.url, "--send", "start", "--watch", "pos", "--events", "3"]);
  assertEquals(run.code, 0, run.host.stderr.written);
  assertEquals(told(run), ["server pos", "server pos", "server pos"]);
  assertEquals(await findingsOf(run), []);
  assertStringIncludes(run.host.stdout.written, '→  text 5 B  "start"');
});

Deno.test("record tells the same of every connection, whoever speaks first on it", async () => {
  await using server = await serve((socket, count) => {
    if (count === 2) stream(socket);
    socket.on("message", () => {
      if (count === 1) stream(socket);
      socket.send("bye");
      if (count === 1) socket.close(1012);
      else socket.send(JSON.stringify({ type: "done" }));
    });
  });
  const run = await record([server.url, "--send", "start", "--watch-all", "--events", "7"]);
  assertEquals(run.code, 0, run.host.stderr.written);
  const pos = Array.from({ length: 6 }, () => "server pos");
  assertEquals(told(run), [...pos, "server done"]);
  assertEquals(await findingsOf(run), []);
  assertEquals(run.host.stdout.written.match(/text 3 B {2}"bye"/g)?.length, 2);
});

Deno.test("record shows text and bytes on a connection that began with JSON", async () => {
  await using server = await serve((socket) => {
    stream(socket);
    socket.send("plain words");
    socket.send(new Uint8Array([1, 2, 3]));
    socket.send("5");
    socket.send(JSON.stringify({ type: "done" }));
  });
  const run = await record([server.url, "--watch", "done", "--events", "1"]);
  assertEquals(run.code, 0, run.host.stderr.written);
  assertEquals(told(run), ["server done"]);
  assertEquals(await findingsOf(run), []);
  for (const shown of ['text 11 B  "plain words"', "binary 3 B", 'text 1 B  "5"']) {
    assertStringIncludes(run.host.stdout.written, shown);
  }
});
