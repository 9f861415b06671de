// What is on the disk after every write, most of all when the disk fails.

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { TapeWriteError } from "../../src/tape/sink.ts";
import { MAX_WAITING_CHARACTERS, TapeWriter } from "../../src/tape/writer.ts";
import { MemorySink, readAll, tapeBytes } from "./memory_tape.ts";
import { FULL_HEADER, HEADER, SAMPLES, SHORT } from "./samples.ts";

Deno.test("TapeWriter.write() has written the line when it returns, and says its number", () => {
  const sink = new MemorySink();
  const writer = new TapeWriter(sink, HEADER);
  assertEquals(sink.bytes, tapeBytes(HEADER));
  assertEquals(writer.write(SHORT.mark), { ok: true, line: 2 });
  assertEquals(sink.bytes, tapeBytes(HEADER, SHORT.mark));
  assertEquals(writer.write(SHORT.open), { ok: true, line: 3 });
  assertEquals(sink.bytes, tapeBytes(HEADER, SHORT.mark, SHORT.open));
  assertEquals([writer.lines, writer.bytes], [3, sink.bytes.length]);
  assertEquals(sink.writes, 3);
});

Deno.test("TapeWriter.write() rounds the time to microseconds and touches nothing else", () => {
  const sink = new MemorySink();
  const writer = new TapeWriter(sink, HEADER);
  const entry = { ...SHORT.mark, at: 12.0060000001, colour: "red" };
  writer.write(entry);
  writer.write({ kind: "comet", tail: [1], at: 25000.1239 });
  assertEquals(entry.at, 12.0060000001);
  assertEquals(
    sink.bytes,
    tapeBytes(
      HEADER,
      '{"kind":"mark","at":12.006,"text":"","colour":"red"}',
      '{"kind":"comet","tail":[1],"at":25000.124}',
    ),
  );
});

Deno.test("TapeWriter.write() throws for a time that is none, and writes nothing", () => {
  const sink = new MemorySink();
  const writer = new TapeWriter(sink, HEADER);
  for (const at of [NaN, Infinity]) {
    assertThrows(() => writer.write({ ...SHORT.mark, at }), RangeError, `a "mark" entry at ${at}`);
  }
  assertEquals(sink.bytes, tapeBytes(HEADER));
  assertEquals(writer.write(SHORT.mark), { ok: true, line: 2 });
});

Deno.test("TapeWriter.end() writes the counts and the verdict, and closes", () => {
  const sink = new MemorySink();
  const writer = new TapeWriter(sink, HEADER);
  for (const entry of [SHORT.open, SHORT.mark, SHORT.mark]) writer.write(entry);
  assertEquals(writer.end(26001.00049, { hidden: 2 }), { ok: true, line: 5 });
  const end = {
    kind: "end",
    at: 26001,
    entries: 3,
    counts: { open: 1, mark: 2 },
    secrets: { hidden: 2 },
  };
  assertEquals(sink.bytes, tapeBytes(HEADER, SHORT.open, SHORT.mark, SHORT.mark, end));
  assertEquals(sink.closed, 1);
  assertEquals(writer.failure, undefined);
});

Deno.test("TapeWriter.write() after the end is an error value and writes nothing", () => {
  const sink = new MemorySink();
  const writer = new TapeWriter(sink, HEADER);
  writer.end(1);
  const { length } = sink.bytes;
  for (const late of [writer.write(SHORT.mark), writer.end(2)]) {
    assert(!late.ok);
    assertEquals(late.error.message, "Cannot write line 3 of the tape: it has been closed");
  }
  assertEquals([sink.bytes.length, sink.closed], [length, 1]);
  assertEquals(writer.failure, undefined);
});

Deno.test("TapeWriter.close() without an end leaves a tape that reads as cut short", async () => {
  const sink = new MemorySink();
  const writer = new TapeWriter(sink, HEADER);
  writer.write(SHORT.mark);
  assertEquals(writer.close(), undefined);
  assertEquals(writer.close(), undefined);
  assertEquals(sink.closed, 1);
  assertEquals((await readAll(sink.bytes)).ending, { state: "cut-short", entries: 1 });
});

Deno.test("TapeWriter says why the disk did not take a line, once and for all", () => {
  const sink = new MemorySink(tapeBytes(HEADER, SHORT.mark).length + 3);
  const writer = new TapeWriter(sink, HEADER);
  assert(writer.write(SHORT.mark).ok);
  const failed = writer.write(SHORT.mark);
  assert(!failed.ok);
  assertInstanceOf(failed.error, TapeWriteError);
  assertEquals(
    failed.error.message,
    "Cannot write line 3 of the tape: ENOSPC: no space left on device",
  );
  assertInstanceOf(failed.error.cause, Error);
  assertStrictEquals(writer.failure, failed.error);
  const { writes } = sink;
  for (const later of [writer.write(SHORT.mark), writer.end(1)]) {
    assert(!later.ok);
    assertStrictEquals(later.error, failed.error);
  }
  assertEquals([sink.writes, sink.closed, writer.lines], [writes, 1, 2]);
});

Deno.test("TapeWriter leaves a readable tape when the disk is full at any byte", async () => {
  const entries = [...SAMPLES.slice(0, 4), { ...SHORT.mark, text: "é€😀" }];
  const whole = new MemorySink();
  writeTo(whole);
  const headerBytes = tapeBytes(FULL_HEADER).length;
  for (let room = 0; room < whole.bytes.length; room++) {
    const sink = new MemorySink(room);
    const { lines, failed } = writeTo(sink);
    assert(failed, `no failure in ${room} bytes`);
    assertEquals(sink.bytes, whole.bytes.subarray(0, room));
    if (room < headerBytes) continue;
    const read = await readAll(sink.bytes, { size: 64 });
    assertEquals(read.lines.length + 1, lines);
    assertEquals(read.ending.state, sink.bytes.at(-1) === 0x0a ? "cut-short" : "torn");
  }

  function writeTo(sink: MemorySink): { readonly lines: number; readonly failed: boolean } {
    const writer = new TapeWriter(sink, FULL_HEADER);
    for (const entry of entries) writer.write(entry);
    const ended = writer.end(99);
    assertEquals(ended.ok, writer.failure === undefined);
    return { lines: writer.lines, failed: writer.failure !== undefined };
  }
});

Deno.test("TapeWriter does not go on when a disk that failed once recovers", async () => {
  let calls = 0;
  const kept = new MemorySink();
  const writer = new TapeWriter({
    write(bytes: Uint8Array): void {
      calls++;
      kept.write(calls === 3 ? bytes.subarray(0, 5) : bytes);
      if (calls === 3) throw new Error("EIO");
    },
    close: () => kept.close(),
  }, HEADER);
  for (let index = 0; index < 5; index++) writer.write(SHORT.mark);
  const read = await readAll(kept.bytes);
  assertEquals(read.lines.map(({ entry }) => entry), [SHORT.mark]);
  assertEquals(read.ending, { state: "torn", entries: 1, line: 3, bytes: 5 });
});

Deno.test("TapeWriter.end() says when the tape cannot be closed", () => {
  const writer = new TapeWriter({
    write: () => {},
    close: () => {
      throw new Error("EIO: i/o error");
    },
  }, HEADER);
  const ended = writer.end(1);
  assert(!ended.ok);
  assertEquals(ended.error.message, "Cannot close the tape: EIO: i/o error");
  assertStrictEquals(writer.failure, ended.error);
});

Deno.test("TapeWriter.together() hands lines over with one call, when all of them are there", () => {
  const sink = new MemorySink();
  const writer = new TapeWriter(sink, HEADER);
  const failure = writer.together(() => {
    assertEquals(writer.write(SHORT.open), { ok: true, line: 2 });
    writer.together(() => assertEquals(writer.write(SHORT.mark), { ok: true, line: 3 }));
    assertEquals(sink.bytes, tapeBytes(HEADER));
  });
  assertEquals(failure, undefined);
  assertEquals(sink.bytes, tapeBytes(HEADER, SHORT.open, SHORT.mark));
  assertEquals([sink.writes, writer.lines, writer.bytes], [2, 3, sink.bytes.length]);
});

Deno.test("TapeWriter.together() hands over what there is when its work throws", () => {
  const sink = new MemorySink();
  const writer = new TapeWriter(sink, HEADER);
  assertThrows(() =>
    writer.together(() => {
      writer.write(SHORT.open);
      throw new RangeError("of its own");
    }), RangeError);
  assertEquals(sink.bytes, tapeBytes(HEADER, SHORT.open));
  writer.write(SHORT.mark);
  assertEquals(sink.bytes, tapeBytes(HEADER, SHORT.open, SHORT.mark));
});

Deno.test("TapeWriter.together() keeps only so much waiting", () => {
  const sink = new MemorySink();
  const writer = new TapeWriter(sink, HEADER);
  writer.together(() => {
    writer.write({ kind: "mark", at: 1, text: "x".repeat(MAX_WAITING_CHARACTERS) });
    assertEquals(sink.writes, 2);
    writer.write(SHORT.mark);
    assertEquals(sink.writes, 2);
  });
  assertEquals(sink.writes, 3);
});

Deno.test("TapeWriter.together() tells of a disk that refuses, and counts what stands", () => {
  const whole = tapeBytes(HEADER, SHORT.mark).length;
  const sink = new MemorySink(whole + 5);
  const writer = new TapeWriter(sink, HEADER);
  writer.write(SHORT.mark);
  const failure = writer.together(() => {
    writer.write(SHORT.mark);
    writer.write(SHORT.mark);
  });
  assertEquals(
    failure?.message,
    "Cannot write line 3 of the tape: ENOSPC: no space left on device",
  );
  assertEquals([writer.failure, writer.lines, writer.bytes], [failure, 2, whole]);
});
