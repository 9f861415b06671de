// The recorder between a tap and a tape: who watches costs it nothing, and after the end it is still.

import { assertEquals, assertLess } from "@std/assert";
import { ManualClock } from "../../src/base/clock.ts";
import { Recorder, type RecorderListener } from "../../src/net/recorder.ts";
import { Redactor } from "../../src/tape/redact/redactor.ts";
import { TapeWriter } from "../../src/tape/writer.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { Conversation } from "../../src/wire/conversation.ts";
import type { WireEvent } from "../../src/wire/events.ts";
import { encodeLatin1 } from "../../src/base/bytes.ts";
import { MemorySink } from "../tape/memory_tape.ts";
import { HEADER } from "../tape/samples.ts";
import { frame, handshake } from "../wire/support.ts";

interface Stage {
  readonly sink: MemorySink;
  readonly writer: TapeWriter;
  readonly recorder: Recorder;
  /** The kinds of all lines behind the header. */
  kinds(): readonly string[];
}

function stage(
  listener: RecorderListener,
  bodies = true,
  watch: readonly string[] | true = true,
  sink = new MemorySink(),
): Stage {
  const writer = new TapeWriter(sink, HEADER);
  const recorder = new Recorder({
    writer,
    redactor: new Redactor({ hashKey: new Uint8Array(16), enabled: true }),
    clock: new ManualClock(),
    watch,
    bodies,
    listener,
  });
  const kinds = (): readonly string[] =>
    sink.text.trimEnd().split("\n").slice(1).map((line) => JSON.parse(line).kind);
  return { sink, writer, recorder, kinds };
}

const nothing = (): void => {};
const SILENT: RecorderListener = {
  recorded: nothing,
  decoded: nothing,
  failed: nothing,
  tapeFailed: nothing,
};

function exchange(recorder: Recorder, path: string): void {
  const conversation = new Conversation();
  const request = `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n40,`;
  recorder.opened(1, "127.0.0.1:1");
  recorder.carried(1, conversation.receive("client", encodeLatin1(request)));
  const response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  recorder.carried(1, conversation.receive("server", encodeLatin1(response)));
  recorder.closed(1, "client", false);
}

const POLL = "/socket.io/?EIO=4&transport=polling&sid=x";

Deno.test("Recorder loses no line to a listener that throws", () => {
  const fails = (): never => {
    throw new Error("the screen has gone");
  };
  const { recorder, kinds } = stage({
    recorded: fails,
    decoded: fails,
    failed: fails,
    tapeFailed: fails,
  });
  exchange(recorder, POLL);
  recorder.failed(1, new Error("refused"));
  assertEquals(kinds(), ["open", "request", "response", "close", "note"]);
});

Deno.test("Recorder is still after its end, and calls that no failure", () => {
  const failures: string[] = [];
  const told: string[] = [];
  const { recorder, writer, kinds } = stage({
    ...SILENT,
    recorded: ({ kind }) => told.push(kind),
    tapeFailed: (error) => failures.push(error.message),
  });
  recorder.mark("one");
  recorder.finish();
  writer.end(1);
  exchange(recorder, POLL);
  recorder.note("late", "late");
  assertEquals([kinds(), told, failures], [["mark", "end"], ["mark"], []]);
});

Deno.test("Recorder shows a log line without writing it, until its end", () => {
  const logged: string[] = [];
  const { recorder, kinds } = stage({
    ...SILENT,
    logged: ({ at, source, text }) => {
      logged.push(`${at} ${source} ${text}`);
      throw new Error("the screen has gone");
    },
  });
  recorder.show("socket.io-client", "opening");
  recorder.mark("one");
  recorder.finish();
  recorder.show("socket.io-client", "late");
  assertEquals([logged, kinds()], [["0 socket.io-client opening"], ["mark"]]);
});

Deno.test("Recorder counts a 101 as a final response, and a 103 as none", () => {
  const { recorder, sink } = stage(SILENT);
  const answer = (status: number): WireEvent => ({
    kind: "response",
    from: "server",
    start: 0,
    end: 0,
    // Nothing was asked: each final response has a number of its own.
    id: 0,
    head: { version: "1.1", status, reason: "", headers: [] },
    body: { data: "", wireBytes: 0 },
  });
  recorder.carried(1, [103, 101, 101].map(answer));
  const ids = sink.text.trimEnd().split("\n").slice(1).map((line) => JSON.parse(line))
    .filter(({ kind }) => kind === "response").map(({ id }) => id);
  assertEquals(ids, [1, 1, 2]);
});

Deno.test("Recorder keeps pages by their heads and Engine.IO whole, when bodies are not asked for", () => {
  const { recorder, sink } = stage(SILENT, false);
  exchange(recorder, "/page");
  exchange(recorder, POLL);
  const bodies = sink.text.trimEnd().split("\n").map((line) => JSON.parse(line))
    .filter(({ kind }) => kind === "request" || kind === "response")
    .map(({ text, omitted, wireBytes }) => [text, omitted, wireBytes]);
  assertEquals(bodies, [
    [undefined, true, 3],
    [undefined, true, 2],
    ["40,", undefined, undefined],
    ["ok", undefined, undefined],
  ]);
});

Deno.test("Recorder hands over a whole batch before its bytes go on", () => {
  const { recorder, sink } = stage(SILENT);
  const conversation = new Conversation();
  recorder.opened(1, "a");
  const { writes } = sink;
  const twice = `GET ${POLL} HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(2);
  recorder.carried(1, conversation.receive("client", encodeLatin1(twice)));
  assertEquals(sink.writes, writes + 1);
});

Deno.test("Recorder writes down what a tap has to say of a connection, and what its client logs", () => {
  const { recorder, sink } = stage(SILENT);
  recorder.opened(1, "a");
  recorder.broken(1, new TypeError("too odd"));
  recorder.unsecured(2, new Error("no shared cipher"));
  recorder.failed(3, new Error("refused"));
  recorder.log("engine.io-client:socket", "opening");
  recorder.closed(1, "tap", false);
  const lines = sink.text.trimEnd().split("\n").slice(2).map((line) => JSON.parse(line));
  const note = (conn: number, rule: string, text: string): object => {
    return { kind: "note", at: 0, conn, rule, text };
  };
  assertEquals(lines, [
    note(1, "tap/broken", "Cannot write down what was carried: too odd"),
    note(2, "tap/tls", "A client and the tap could not agree on TLS: no shared cipher"),
    note(3, "tap/target", "Cannot reach the target: refused"),
    { kind: "log", at: 0, source: "engine.io-client:socket", text: "opening" },
    { kind: "close", at: 0, conn: 1, by: "tap", reset: false },
  ]);
});

/** A plain WebSocket on which the server says these. */
function says(recorder: Recorder, ...texts: readonly string[]): void {
  const conversation = new Conversation();
  recorder.opened(1, "a");
  for (const { from, bytes } of handshake()) {
    recorder.carried(1, conversation.receive(from, bytes));
  }
  for (const text of texts) {
    recorder.carried(1, conversation.receive("server", frame("server", 1, text).bytes));
  }
}

Deno.test("Recorder derives lines of the watched events alone", () => {
  const { recorder, sink } = stage(SILENT, true, ["moved"]);
  says(recorder, '{"type":"moved"}', '{"type":"stopped"}', '{"type":"moved"}');
  const events = sink.text.trimEnd().split("\n").map((line) => JSON.parse(line))
    .filter(({ kind }) => kind === "event").map(({ name, of }) => [name, of]);
  assertEquals(events, [["moved", 5], ["moved", 8]]);
  assertEquals(recorder.eventLines, 2);
});

Deno.test("Recorder tells once that the tape takes no more, and goes on", () => {
  const failures: string[] = [];
  const recorded: Entry["kind"][] = [];
  const listener = {
    ...SILENT,
    recorded: ({ kind }: Entry) => recorded.push(kind),
    tapeFailed: (error: Error) => failures.push(error.message),
  };
  const { recorder, sink } = stage(listener, true, true, new MemorySink(400));
  for (let count = 0; count < 9; count++) recorder.mark("x".repeat(40));
  exchange(recorder, POLL);
  assertEquals(failures.length, 1);
  assertEquals(recorded.length, 13);
  // The last of them is torn.
  assertLess(sink.text.split("\n").length, 9);
});

Deno.test("Recorder keeps an Engine.IO response whole that comes before its request is", () => {
  const { recorder, sink } = stage(SILENT, false);
  const conversation = new Conversation();
  const carry = (from: "client" | "server", text: string): void => {
    recorder.carried(1, conversation.receive(from, encodeLatin1(text)));
  };
  carry("client", `POST ${POLL} HTTP/1.1\r\nContent-Length: 3\r\n\r\n`);
  carry("server", "HTTP/1.1 413 No\r\nContent-Length: 3\r\n\r\ntoo");
  carry("client", "40,");
  carry("client", "POST /up HTTP/1.1\r\nContent-Length: 3\r\n\r\n");
  carry("server", "HTTP/1.1 413 No\r\nContent-Length: 3\r\n\r\ntoo");
  carry("client", "abc");
  const lines = sink.text.trimEnd().split("\n").slice(1).map((line) => JSON.parse(line))
    .filter(({ kind }) => kind !== "event")
    .map(({ kind, id, text }) => [kind, id, text]);
  assertEquals(lines, [
    ["response", 1, "too"],
    ["request", 1, "40,"],
    ["response", 2, undefined],
    ["request", 2, undefined],
  ]);
});
