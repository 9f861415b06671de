// What a tap tells and its recorder writes of connections that are not the usual one: who they were,
// which request a note is about, and what is over.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { ManualClock } from "../../src/base/clock.ts";
import { encodeLatin1 } from "../../src/base/bytes.ts";
import { Recorder, type RecorderListener } from "../../src/net/recorder.ts";
import { lateOwner } from "../../src/net/tap_owner.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { Redactor } from "../../src/tape/redact/redactor.ts";
import { TapeWriter } from "../../src/tape/writer.ts";
import { Conversation } from "../../src/wire/conversation.ts";
import { MemorySink } from "../tape/memory_tape.ts";
import { HEADER } from "../tape/samples.ts";
import { makeCertificate } from "./certificate.ts";
import { dial, dialTls, readAll, readUntil, serve, tapTo, whenGone, Witness } from "./sockets.ts";
import { SILENT } from "./tape_on_disk.ts";

const PAGE = "http://localhost:5173";
const POLL = "/socket.io/?EIO=4&transport=polling&sid=x";

interface Stage {
  readonly recorder: Recorder;
  readonly writer: TapeWriter;
  entries(): readonly Entry[];
}

function stage(listener: Partial<RecorderListener> = {}, sink = new MemorySink()): Stage {
  const writer = new TapeWriter(sink, HEADER);
  const recorder = new Recorder({
    writer,
    redactor: new Redactor({ hashKey: new Uint8Array(16), enabled: true }),
    clock: new ManualClock(),
    watch: true,
    listener: { ...SILENT, ...listener },
  });
  const entries = (): readonly Entry[] =>
    sink.text.trimEnd().split("\n").slice(1).map((line) => JSON.parse(line));
  return { recorder, writer, entries };
}

/** The numbers of requests and responses as they stand on the tape. */
function idsOf(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap((entry) =>
    entry.kind === "request" || entry.kind === "response" ? [`${entry.kind} ${entry.id}`] : []
  );
}

/** The notes of the tap's own. */
function notesOf(entries: readonly Entry[]): readonly (readonly unknown[])[] {
  return entries.flatMap((entry) =>
    entry.kind === "note" && entry.rule.startsWith("tap/")
      ? [[entry.rule, entry.conn, entry.text]]
      : []
  );
}

Deno.test("a tap tells of each client by the address that it dialled from", async () => {
  await using server = await serve((socket) => socket.end("hello"));
  const witness = new Witness();
  await using tap = await tapTo(server.port, witness);
  const peers: string[] = [];
  for (let round = 0; round < 2; round++) {
    const client = dial(tap.port);
    await readUntil(client, "hello");
    peers.push(`127.0.0.1:${client.localPort}`);
    const gone = whenGone(client);
    client.end();
    await gone;
  }
  assertEquals(witness.peers.slice(1), peers);
});

Deno.test("a tap that serves TLS numbers and notes every client that speaks none", async () => {
  await using server = await serve((socket) => socket.end("hello"));
  const { recorder, entries } = stage();
  const certificate = makeCertificate();
  const witness = new Witness();
  const owner = lateOwner([recorder, witness]);
  await using tap = await tapTo(server.port, owner, { serve: certificate });
  for (const round of [1, 2]) {
    const plain = dial(tap.port);
    const gone = whenGone(plain);
    plain.on("end", () => plain.end());
    plain.resume();
    plain.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    await gone;
    // The client may know of it before the tap does.
    await witness.until(`close ${round} `);
  }
  const secured = dialTls(tap.port, certificate);
  assertEquals(await readUntil(secured, "hello"), "hello");
  const gone = whenGone(secured);
  secured.end();
  await gone;
  await tap[Symbol.asyncDispose]();
  const lines = entries();
  const opened = lines.flatMap((entry) => entry.kind === "open" ? [entry.conn] : []);
  assertEquals(opened, [1, 2, 3]);
  const notes = notesOf(lines);
  assertEquals(notes.map(([rule, conn]) => [rule, conn]), [["tap/tls", 1], ["tap/tls", 2]]);
  for (const [, , text] of notes) {
    assertMatch(String(text), /^A client and the tap could not agree on TLS: \S/);
  }
  const closed = lines.flatMap((entry) => entry.kind === "close" ? [[entry.conn, entry.by]] : []);
  assertEquals(closed.slice(0, 2), [[1, "client"], [2, "client"]]);
});

Deno.test("a tap writes down which request a page was let in for", async () => {
  await using server = await serve((socket) => {
    let requests = 0;
    socket.on("data", () => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      if (++requests === 2) socket.end();
    });
  });
  const { recorder, entries } = stage();
  await using tap = await tapTo(server.port, recorder, { rewrite: { allowOrigin: PAGE } });
  const client = dial(tap.port);
  client.write("GET /own HTTP/1.1\r\nHost: a\r\n\r\n");
  await readUntil(client, "ok");
  const answered = readAll(client);
  client.write(`GET /other HTTP/1.1\r\nHost: a\r\nOrigin: ${PAGE}\r\n\r\n`);
  assertMatch(await answered, new RegExp(`Access-Control-Allow-Origin: ${PAGE}\r`));
  client.end();
  await tap[Symbol.asyncDispose]();
  const lines = entries();
  const [note, ...others] = notesOf(lines);
  assertEquals([note?.slice(0, 2), others], [["tap/allow-origin", 1], []]);
  assertMatch(String(note?.[2]), /^Request 2: Added: Access-Control-Allow-Origin/);
  const other = lines.find((entry) => entry.kind === "request" && entry.url === "/other");
  assertEquals(other?.kind === "request" && other.id, 2);
});

Deno.test("Recorder keeps one number for a request and all that answers it", () => {
  const { recorder, entries } = stage();
  const conversation = new Conversation();
  const say = (from: "client" | "server", text: string): void =>
    recorder.carried(1, conversation.receive(from, encodeLatin1(text)));
  recorder.opened(1, "a");
  say("client", "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  say("server", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
  say("server", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  say("client", "GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
  say("server", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  assertEquals(idsOf(entries()), [
    "request 1",
    "response 1",
    "response 1",
    "request 2",
    "response 2",
  ]);
});

Deno.test("Recorder forgets the requests of a connection that is gone", () => {
  const { recorder, entries } = stage();
  // The same connection's number twice shows what is still known of the first.
  for (let round = 0; round < 2; round++) {
    recorder.opened(1, "a");
    const request = encodeLatin1("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    recorder.carried(1, new Conversation().receive("client", request));
    recorder.closed(1, "client", true);
  }
  assertEquals(idsOf(entries()), ["request 1", "request 2"]);
});

Deno.test("Recorder decodes nothing for anybody after its end", () => {
  const decoded: string[] = [];
  const { recorder } = stage({ decoded: ({ event }) => decoded.push(event?.name ?? "") });
  const conversation = new Conversation();
  const post = (name: string): void => {
    const body = `42["${name}"]`;
    const head = `POST ${POLL} HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n`;
    recorder.carried(1, conversation.receive("client", encodeLatin1(`${head}${body}`)));
    recorder.carried(
      1,
      conversation.receive(
        "server",
        encodeLatin1("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
      ),
    );
  };
  recorder.opened(1, "a");
  post("before");
  assert(decoded.includes("before"), decoded.join());
  decoded.length = 0;
  recorder.finish();
  post("after");
  recorder.closed(1, "client", false);
  assertEquals(decoded, []);
});

Deno.test("Recorder tells once that the tape takes no more, however much follows", () => {
  const failures: string[] = [];
  const room = JSON.stringify(HEADER).length + 100;
  const { recorder } = stage(
    { tapeFailed: (error) => failures.push(error.message) },
    new MemorySink(room),
  );
  recorder.mark("x".repeat(200));
  recorder.mark("more");
  recorder.opened(1, "a");
  const request = encodeLatin1("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  recorder.carried(1, new Conversation().receive("client", request));
  recorder.closed(1, "client", false);
  assertEquals(failures.length, 1, failures.join("\n"));
  assertMatch(failures[0] ?? "", /no space left on device/);
});
