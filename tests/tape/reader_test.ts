// Reading tapes that are whole, cut, torn, broken, old, new, or no tapes at all.

import { assert, assertEquals, assertInstanceOf, assertRejects, assertThrows } from "@std/assert";
import { concatBytes, encodeUtf8 } from "../../src/base/bytes.ts";
import type { TapeLine } from "../../src/tape/entry.ts";
import type { Migration } from "../../src/tape/migrate.ts";
import { TapeError, type TapeProblem } from "../../src/tape/problem.ts";
import { MAX_HEADER_BYTES, readTape } from "../../src/tape/reader.ts";
import { inPieces, readAll, tapeBytes } from "./memory_tape.ts";
import { FULL_HEADER, HEADER, SAMPLES, SHORT } from "./samples.ts";

/** A source that says whether it was let go. */
function watched(bytes: Uint8Array, size = 50): { source: Iterable<Uint8Array>; open: boolean } {
  const watch = { source: pieces(), open: true };
  function* pieces(): Generator<Uint8Array> {
    try {
      yield* inPieces(bytes, size);
    } finally {
      watch.open = false;
    }
  }
  return watch;
}

Deno.test("readTape() gives the header and every line with its number", async () => {
  const { header, lines } = await readAll(tapeBytes(FULL_HEADER, ...SAMPLES));
  assertEquals(header, FULL_HEADER);
  assertEquals(lines.map(({ entry }) => entry), [...SAMPLES]);
  assertEquals(lines.map(({ number }) => number), SAMPLES.map((_, index) => index + 2));
});

Deno.test("readTape() reads asynchronous sources too", async () => {
  const tape = await readTape(ReadableStream.from(inPieces(tapeBytes(HEADER, SHORT.mark), 5)));
  assertEquals((await Array.fromAsync(tape.lines)).length, 1);
});

Deno.test("readTape() forgives CRLF, a byte order mark and blank lines, which count", async () => {
  const text = `\uFEFF\r\n${JSON.stringify(HEADER)}\r\n\r\n \t\n${
    JSON.stringify(SHORT.mark)
  }\r\n\n`;
  for (const size of [1, 1000]) {
    const { header, lines, ending } = await readAll(encodeUtf8(text), { size });
    assertEquals(header, HEADER);
    assertEquals(lines.map(({ number }) => number), [5]);
    assertEquals(ending, { state: "cut-short", entries: 1 });
  }
});

Deno.test("Tape.ending() says how the tape ended, once it was read", async (t) => {
  const whole = tapeBytes(HEADER, SHORT.mark, { ...SHORT.end, entries: 1 });
  await t.step("unread", async () => {
    const tape = await readTape([whole]);
    assertEquals(tape.ending(), { state: "unread" });
    for await (const _ of tape.lines) break;
    assertEquals(tape.ending(), { state: "unread" });
  });
  await t.step("whole", async () => {
    const { ending } = await readAll(whole);
    assertEquals(ending, { state: "whole", entries: 1, end: { ...SHORT.end, entries: 1 } });
  });
  await t.step("cut short", async () => {
    const { ending } = await readAll(tapeBytes(HEADER, SHORT.mark));
    assertEquals(ending, { state: "cut-short", entries: 1 });
  });
  await t.step("cut short after the header", async () => {
    const { ending } = await readAll(tapeBytes(HEADER));
    assertEquals(ending, { state: "cut-short", entries: 0 });
  });
  await t.step("torn, although the last line parses", async () => {
    const { lines, ending } = await readAll(whole.subarray(0, -1));
    assertEquals(lines.length, 1);
    const bytes = JSON.stringify(SHORT.end).length;
    assertEquals(ending, { state: "torn", entries: 1, line: 3, bytes });
  });
  await t.step("cut short when something follows the end", async () => {
    const { ending } = await readAll(tapeBytes(HEADER, SHORT.end, SHORT.mark));
    assertEquals(ending, { state: "cut-short", entries: 2 });
  });
});

Deno.test("readTape() gives exactly the whole lines of a tape cut at any byte", async () => {
  const lines = [FULL_HEADER, ...SAMPLES.slice(0, 4), { ...SHORT.mark, text: "é€😀" }, SHORT.end];
  const bytes = tapeBytes(...lines);
  const headerBytes = tapeBytes(FULL_HEADER).length;
  for (let length = headerBytes; length <= bytes.length; length++) {
    const cut = bytes.subarray(0, length);
    const breaks = cut.filter((byte) => byte === 0x0a).length;
    const read = await readAll(cut, { size: 64 });
    assertEquals(read.lines.map(({ entry }) => entry) as unknown[], lines.slice(1, breaks));
    const isWhole = length === bytes.length;
    assertEquals(read.ending.state, isWhole ? "whole" : cut.at(-1) === 0x0a ? "cut-short" : "torn");
  }
});

Deno.test("readTape() refuses a tape cut within its header, at any byte", async () => {
  const bytes = tapeBytes(HEADER);
  for (let length = 0; length < bytes.length; length++) {
    await assertRejects(() => readTape([bytes.subarray(0, length)]), TapeError);
  }
});

Deno.test("Tape.lines throws at a bad line, after the good ones before it", async () => {
  const bytes = tapeBytes(HEADER, SHORT.mark, { ...SHORT.mark, at: "soon" }, SHORT.mark);
  for (const size of [1, 1000]) {
    const seen: TapeLine[] = [];
    const tape = await readTape(inPieces(bytes, size));
    const error = await assertRejects(async () => {
      for await (const line of tape.lines) seen.push(line);
    }, TapeError);
    assertEquals(error.message, 'Cannot read entry 3: "at" is "soon", expected a number');
    assertEquals(error.line, 3);
    assertEquals(error.reason, '"at" is "soon", expected a number');
    assertEquals(seen.map(({ number }) => number), [2]);
    assertEquals(tape.ending(), { state: "unread" });
  }
});

Deno.test("readTape() goes on past bad lines when they are collected", async () => {
  const bytes = concatBytes([
    tapeBytes(HEADER, "{", SHORT.mark, HEADER),
    Uint8Array.of(0xff, 0x0a),
    tapeBytes("x".repeat(2000), SHORT.mark, "null", SHORT.end),
  ]);
  for (const size of [1, 3000]) {
    const problems: TapeProblem[] = [];
    const tape = await readTape(inPieces(bytes, size), {
      onProblem: (problem) => problems.push(problem),
      maxLineBytes: 1000,
    });
    const numbers = (await Array.fromAsync(tape.lines)).map(({ number }) => number);
    assertEquals(numbers, [3, 7, 9]);
    assertEquals(problems.map(({ line }) => line), [2, 4, 5, 6, 8]);
    assertEquals(tape.ending(), { state: "whole", entries: 2, end: SHORT.end });
  }
});

Deno.test("readTape() says what a file is that is no tape", async (t) => {
  const binary = (...bytes: number[]) => concatBytes([Uint8Array.from(bytes), encodeUtf8("\n\n")]);
  const cases: readonly (readonly [name: string, bytes: Uint8Array, reason: string])[] = [
    ["empty", new Uint8Array(0), "it is empty"],
    ["gzip", binary(0x1f, 0x8b, 8), "it is gzip: unpack it first (gunzip)"],
    ["zstd", binary(0x28, 0xb5, 0x2f, 0xfd), "it is zstd: unpack it first (unzstd)"],
    ["zip", binary(0x50, 0x4b, 3, 4), "it is a zip archive: unpack it first (unzip)"],
    ["pcap", binary(0xd4, 0xc3, 0xb2, 0xa1), "it is a packet capture: convert it to a tape first"],
    ["pcapng", binary(10, 13, 13, 10, 1), "it is a packet capture: convert it to a tape first"],
    ["UTF-16", binary(0xff, 0xfe, 0x7b, 0), "it is UTF-16 text: save it as UTF-8"],
    [
      "HAR",
      encodeUtf8('{\n  "log": {}\n}\n'),
      "it looks like a HAR file: convert it to a tape first",
    ],
    [
      "HAR, one line",
      encodeUtf8('\uFEFF{"log":{}}'),
      "it looks like a HAR file: convert it to a tape first",
    ],
    ["torn", encodeUtf8('{"kind":"tape","form'), "it ends within its header, the first line"],
    [
      "no header",
      tapeBytes(SHORT.mark),
      'its header is missing: the first line must be the one of kind "tape"',
    ],
    [
      "text",
      encodeUtf8("hello\n"),
      'it is not a tape: the first line must be a JSON object of kind "tape"',
    ],
    [
      "newer",
      tapeBytes({ ...HEADER, format: "wiretape/2" }),
      "it is of format wiretape/2; this Wiretape reads up to wiretape/1: update Wiretape, or convert the tape with the one that wrote it",
    ],
    ["bad header", tapeBytes({ ...HEADER, tool: 1 }), '"tool" is 1, expected a string'],
  ]; // deno-fmt-ignore
  for (const [name, bytes, reason] of cases) {
    await t.step(name, async () => {
      for (const size of [1, 1000]) {
        const error = await assertRejects(() => readTape(inPieces(bytes, size)), TapeError);
        assertEquals(error.message, `Cannot read the tape: ${reason}`);
      }
    });
  }
});

Deno.test("readTape() gives up on a file without a line break", async () => {
  let pulled = 0;
  function* zeros(): Generator<Uint8Array> {
    for (;;) {
      pulled += 65536;
      yield new Uint8Array(65536);
    }
  }
  await assertRejects(() => readTape(zeros()), TapeError, "it is not a tape");
  assert(pulled <= MAX_HEADER_BYTES + 2 * 65536);
});

Deno.test("readTape() takes a header and a long unfinished line in one piece", async () => {
  const long = JSON.stringify({ ...SHORT.mark, text: "x".repeat(2 * MAX_HEADER_BYTES) });
  const { lines } = await readAll(tapeBytes(HEADER, long), { size: MAX_HEADER_BYTES * 1.5 });
  assertEquals(lines.length, 1);
});

Deno.test("readTape() migrates older tapes line by line", async () => {
  const migration: Migration = {
    from: 0,
    header: ({ name, ...header }) => ({ ...header, id: name ?? "" }),
    entry: ({ t, ...entry }) => ({ ...entry, at: Number(t) * 1000 }),
  };
  const { id: _, ...older } = HEADER;
  const bytes = tapeBytes(
    { ...older, format: "wiretape/0", name: "old" },
    { kind: "mark", t: 1.5, text: "left" },
  );
  const { header, lines } = await readAll(bytes, { migrations: [migration] });
  assertEquals([header.format, header.id], ["wiretape/1", "old"]);
  assertEquals(lines[0]?.entry as unknown, { kind: "mark", text: "left", at: 1500 });
  const problems: TapeProblem[] = [];
  const tape = await readTape([bytes, encodeUtf8("oops\n")], {
    migrations: [migration],
    onProblem: (problem) => problems.push(problem),
  });
  await Array.fromAsync(tape.lines);
  assertEquals(problems.map(({ line }) => line), [3]);
});

Deno.test("readTape() lets go of its source however it ends", async (t) => {
  const bytes = tapeBytes(HEADER, ...SAMPLES, "bad", SHORT.end);
  await t.step("at the end", async () => {
    const watch = watched(tapeBytes(HEADER, ...SAMPLES));
    await Array.fromAsync((await readTape(watch.source)).lines);
    assert(!watch.open);
  });
  await t.step("at a bad line", async () => {
    const watch = watched(bytes);
    const tape = await readTape(watch.source);
    await assertRejects(() => Array.fromAsync(tape.lines), TapeError);
    assert(!watch.open);
  });
  await t.step("when the reading stops", async () => {
    const watch = watched(bytes);
    for await (const _ of (await readTape(watch.source)).lines) break;
    assert(!watch.open);
  });
  await t.step("when the header is bad", async () => {
    const watch = watched(tapeBytes(...SAMPLES));
    await assertRejects(() => readTape(watch.source), TapeError);
    assert(!watch.open);
  });
  await t.step("when only the header was wanted", async () => {
    const watch = watched(bytes);
    {
      await using tape = await readTape(watch.source);
      assertEquals(tape.header, HEADER);
      assert(watch.open);
    }
    assert(!watch.open);
  });
});

Deno.test("Tape.lines refuses to be gone through twice", async () => {
  const tape = await readTape([tapeBytes(HEADER, SHORT.mark)]);
  await Array.fromAsync(tape.lines);
  for (const again of [tape.lines, tape.batches]) {
    assertThrows(() => again[Symbol.asyncIterator](), TypeError, "twice");
  }
});

Deno.test("Tape.lines keeps its order for those who do not wait for an answer", async () => {
  const marks = Array.from({ length: 50 }, (_, at) => ({ ...SHORT.mark, at }));
  const tape = await readTape(inPieces(tapeBytes(HEADER, ...marks), 200));
  const iterator = tape.lines[Symbol.asyncIterator]();
  const results = await Promise.all(Array.from({ length: 52 }, () => iterator.next()));
  assertEquals(results.map(({ done, value }) => done ? -1 : value.number), [
    ...marks.map(({ at }) => at + 2),
    -1,
    -1,
  ]);
});

Deno.test("Tape.lines hands on what its source threw", async () => {
  function* failing(): Generator<Uint8Array> {
    yield tapeBytes(HEADER, SHORT.mark);
    throw new Error("EIO: the disk is gone");
  }
  const tape = await readTape(failing());
  const error = await assertRejects(() => Array.fromAsync(tape.lines));
  assertInstanceOf(error, Error);
  assertEquals(error.message, "EIO: the disk is gone");
});
