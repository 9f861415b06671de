// What was written is what is read: every entry, every field, in order, at every cut.

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { readTape } from "../../src/tape/reader.ts";
import { TapeWriter } from "../../src/tape/writer.ts";
import { checkAsyncProperty } from "../house/property.ts";
import { arbitraryEntry, arbitraryUnknownEntry } from "./arbitrary_entry.ts";
import { inPieces, MemorySink, readAll } from "./memory_tape.ts";
import { HEADER } from "./samples.ts";

const entries = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: arbitraryEntry },
    { weight: 1, arbitrary: arbitraryUnknownEntry },
  ),
  { maxLength: 8 },
);

Deno.test("readTape() gives back what TapeWriter was given, known or not", async () => {
  await checkAsyncProperty(
    "write, then read",
    fc.asyncProperty(entries, fc.integer({ min: 1, max: 300 }), async (given, size) => {
      const sink = new MemorySink();
      const writer = new TapeWriter(sink, HEADER);
      const numbers = given.map((entry) => writer.write(entry));
      writer.end(1, { hidden: 0 });
      const { lines, ending } = await readAll(sink.bytes, { size });
      assertEquals(
        lines.slice(0, -1).map(({ entry }) => JSON.stringify(entry)),
        given.map((entry) => JSON.stringify(entry)),
      );
      assertEquals(
        lines.slice(0, -1).map(({ number }) => ({ ok: true, line: number })),
        [...numbers] as unknown[],
      );
      assertEquals([ending.state, "entries" in ending && ending.entries], ["whole", given.length]);
    }),
  );
});

Deno.test("readTape() and TapeWriter rewrite a tape byte for byte, unknown parts included", async () => {
  await checkAsyncProperty(
    "rewrite",
    fc.asyncProperty(entries, async (given) => {
      const first = new MemorySink();
      const writer = new TapeWriter(first, { ...HEADER, ...{ weather: ["rain"] } });
      for (const entry of given) writer.write(entry);
      const second = new MemorySink();
      const tape = await readTape([first.bytes]);
      const rewriter = new TapeWriter(second, tape.header);
      for await (const { entry } of tape.lines) rewriter.write(entry);
      assertEquals(second.text, first.text);
    }),
  );
});

Deno.test("readTape() gives the same at every cut of a tape", async () => {
  await checkAsyncProperty(
    "every cut",
    fc.asyncProperty(entries, async (given) => {
      const sink = new MemorySink();
      const writer = new TapeWriter(sink, HEADER);
      for (const entry of given.slice(0, 2)) writer.write(entry);
      const { bytes } = sink;
      const expected = await Array.fromAsync((await readTape([bytes])).lines);
      assertEquals(expected.length, Math.min(given.length, 2));
      for (let cut = 1; cut < bytes.length; cut++) {
        const tape = await readTape([bytes.subarray(0, cut), bytes.subarray(cut)]);
        assertEquals(await Array.fromAsync(tape.lines), expected);
      }
      const drops = await readTape(inPieces(bytes, 1));
      assertEquals(await Array.fromAsync(drops.lines), expected);
    }),
    { runs: 20 },
  );
});
