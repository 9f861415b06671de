// The recorder between a tap and a tape: who watches costs it nothing, and after the end it is still.

import { assertEquals } from "@std/assert";
import { ManualClock } from "../../src/base/clock.ts";
import { Recorder, type RecorderListener } from "../../src/net/recorder.ts";
import { Redactor } from "../../src/tape/redact/redactor.ts";
import { TapeWriter } from "../../src/tape/writer.ts";
import { Conversation } from "../../src/wire/conversation.ts";
import { encodeLatin1 } from "../../src/base/bytes.ts";
import { MemorySink } from "../tape/memory_tape.ts";
import { HEADER } from "../tape/samples.ts";

interface Stage {
  readonly sink: MemorySink;
  readonly writer: TapeWriter;
  readonly recorder: Recorder;
  /** The kinds of all lines behind the header. */
  kinds(): readonly string[];
}

function stage(listener: RecorderListener, bodies = true): Stage {
  const sink = new MemorySink();
  const writer = new TapeWriter(sink, HEADER);
  const recorder = new Recorder({
    writer,
    redactor: new Redactor({ hashKey: new Uint8Array(16), enabled: true }),
    clock: new ManualClock(),
    watch: true,
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
