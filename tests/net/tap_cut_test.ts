// What is not finished when a connection goes is on the tape, in part: cut by the end of the tap, by a
// reset of either side.

import { assert, assertEquals, assertGreater } from "@std/assert";
import { GOODBYE_MILLISECONDS } from "../../src/net/tap.ts";
import { frame, upgradeAnswer, upgradeRequest } from "../wire/support.ts";
import { answers, assertSound, call, notesOf, recordTap, shown } from "./recorded_tap.ts";
import { readUntil, serve, tapTo, whenGone, Witness } from "./sockets.ts";

const GET = "GET /events HTTP/1.1\r\nHost: a\r\n\r\n";
const STREAM = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\ndata: 1\r\n";
const UPLOAD = "POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf";
/** Disposing of a tap must wait for nothing else, whatever is open. */
const PROMPT: readonly number[] = [GOODBYE_MILLISECONDS];

for (const bodies of [true, false]) {
  const how = bodies ? "" : ", by its head when bodies are not asked for";
  Deno.test(`a tap that ends tells a stream that is open in part${how}`, async () => {
    await using server = await serve(answers(STREAM));
    const recording = await recordTap(server.port, { bodies });
    const client = call(recording.port);
    const gone = whenGone(client);
    client.write(GET);
    await readUntil(client, "data: 1");
    const tape = await recording.end();
    assertEquals(shown(tape.entries), [
      "request 1 GET",
      `response 1 200 ${bodies ? "data: 1…" : "omitted"}`,
      "close tap false",
    ]);
    assertEquals(notesOf(tape), ["wire/body-truncated"]);
    assertEquals(tape.waits, PROMPT);
    await assertSound(tape);
    await gone;
  });
}

Deno.test("a tap that ends tells an upload in part, and hides its secrets", async () => {
  await using server = await serve((socket) => {
    socket.on("error", () => {});
    socket.resume();
  });
  const recording = await recordTap(server.port);
  const client = call(recording.port);
  const gone = whenGone(client);
  client.write('POST /up HTTP/1.1\r\nContent-Length: 99\r\n\r\n{"token":"s3cr3tv4lue","n":');
  await recording.told("request-head", "client");
  const tape = await recording.end();
  assertEquals(shown(tape.entries), [
    'request 1 POST {"token":"***********","n":…',
    "close tap false",
  ]);
  assertEquals(tape.waits, PROMPT);
  await assertSound(tape);
  await gone;
});

Deno.test("a tap that ends tells a WebSocket's message in part", async () => {
  await using server = await serve((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write(upgradeAnswer());
      socket.write(frame("server", 1, "begun", { fin: false }).bytes);
    });
  });
  const recording = await recordTap(server.port);
  const client = call(recording.port);
  const gone = whenGone(client);
  client.write(upgradeRequest());
  await readUntil(client, "begun");
  const tape = await recording.end();
  assertEquals(shown(tape.entries), [
    "request 1 GET",
    "response 1 101",
    "message server begun…",
    "close tap false",
  ]);
  await assertSound(tape);
  await gone;
});

Deno.test("a tap that ends lets a connection go of which one side had ended, promptly", async () => {
  await using server = await serve(answers(STREAM));
  const recording = await recordTap(server.port);
  const client = call(recording.port);
  const gone = whenGone(client);
  client.write(GET);
  client.end();
  await recording.told("end", "client");
  await readUntil(client, "data: 1");
  const tape = await recording.end();
  assertEquals(shown(tape.entries), [
    "request 1 GET",
    "end client",
    "response 1 200 data: 1…",
    "close client false",
  ]);
  assertEquals(tape.waits, PROMPT);
  await assertSound(tape);
  await gone;
});

Deno.test("a tap that ends lets a client go that does not read what it asked for", async () => {
  await using server = await serve((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      // The body begins in the same piece as its head: who has heard of the one has some of the other.
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${1 << 26}\r\n\r\nbegun`);
      socket.write(new Uint8Array(1 << 24));
    });
  });
  const recording = await recordTap(server.port);
  const client = call(recording.port);
  const gone = whenGone(client);
  client.pause();
  client.write(GET);
  await recording.told("response-head", "server");
  const tape = await recording.end();
  client.resume();
  await gone;
  const response = tape.entries.find((entry) => entry.kind === "response");
  assert(response?.kind === "response" && response.truncated === true);
  assertGreater(response.text?.length ?? 0, 0);
  assertEquals(shown(tape.entries).at(-1), "close tap false");
  assertEquals(tape.waits, PROMPT);
});

Deno.test("a tap that ends while a target is silent about TLS calls that no failure", async () => {
  const asked = Promise.withResolvers<void>();
  await using server = await serve((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => asked.resolve());
  });
  const target = {
    secure: true,
    hostname: "127.0.0.1",
    port: server.port,
    host: `127.0.0.1:${server.port}`,
  };
  const witness = new Witness();
  const tap = await tapTo(server.port, witness, { target });
  const client = call(tap.port);
  const gone = whenGone(client);
  await asked.promise;
  await tap[Symbol.asyncDispose]();
  assertEquals(witness.told, ["open 1", "close 1 tap false"]);
  await gone;
});

const ENDLESS = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\ndata: 1";

for (
  const [what, text, rest] of [
    ["a response of a length", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "half…"],
    ["a response in chunks", STREAM, "data: 1…"],
    ["a response that lasts until the end", ENDLESS, "data: 1…"],
  ] as const
) {
  Deno.test(`a tap tells ${what} in part when the server resets`, async () => {
    await using server = await serve((socket) => {
      socket.once("data", () => {
        socket.write(text);
        socket.once("data", () => socket.resetAndDestroy());
      });
    });
    const recording = await recordTap(server.port);
    const client = call(recording.port);
    const gone = whenGone(client);
    client.write(GET);
    await readUntil(client, text.slice(-4));
    // What it begins and does not finish is told, too.
    client.write(UPLOAD);
    assertEquals(await gone, "ECONNRESET");
    await recording.whenClosed;
    const tape = await recording.end();
    assertEquals(shown(tape.entries), [
      "request 1 GET",
      "request 2 POST half…",
      `response 1 200 ${rest}`,
      "close server true",
    ]);
    await assertSound(tape);
  });
}

Deno.test("a tap tells an upload in part when the client resets", async () => {
  await using server = await serve(answers("HTTP/1.1 100 Continue\r\n\r\n"));
  const recording = await recordTap(server.port);
  const client = call(recording.port);
  client.write(UPLOAD);
  await readUntil(client, "Continue");
  client.resetAndDestroy();
  await recording.whenClosed;
  const tape = await recording.end();
  assertEquals(shown(tape.entries), [
    "response 1 100",
    "request 1 POST half…",
    "close client true",
  ]);
  await assertSound(tape);
});
