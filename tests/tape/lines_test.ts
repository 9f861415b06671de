// Lines out of bytes, at every cut, with bad ones among them.

import { assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { concatBytes, encodeUtf8 } from "../../src/base/bytes.ts";
import { LineSplitter, type RawLine } from "../../src/tape/lines.ts";
import { checkProperty } from "../house/property.ts";
import { inPieces } from "./memory_tape.ts";

function split(bytes: Uint8Array, size: number, maxLineBytes?: number): readonly RawLine[] {
  const splitter = new LineSplitter(maxLineBytes === undefined ? {} : { maxLineBytes });
  return [...inPieces(bytes, size)].flatMap((piece) => splitter.receive(piece));
}

function reasonOf(line: RawLine | undefined): string {
  return typeof line === "object" ? line.reason : "no fault";
}

Deno.test("LineSplitter.receive() gives the same lines at every cut", () => {
  checkProperty(
    "lines at every cut",
    fc.property(fc.array(fc.string({ unit: "binary" })), fc.nat(20), (texts, size) => {
      const lines = texts.map((text) => text.replaceAll(/[\n\uFEFF]/g, ""));
      const bytes = encodeUtf8(lines.map((line) => `${line}\n`).join(""));
      assertEquals(split(bytes, size + 1), lines);
    }),
  );
});

Deno.test("LineSplitter.receive() gives the same from one huge piece as from small ones", () => {
  const lines = Array.from({ length: 40_000 }, (_, index) => `{"line":${index},"é":"${index}"}`);
  const bytes = encodeUtf8(lines.map((line) => `${line}\n`).join(""));
  assertEquals(split(bytes, bytes.length), lines);
  assertEquals(split(bytes, 1000), lines);
});

Deno.test("LineSplitter.receive() keeps what a reused piece held", () => {
  const splitter = new LineSplitter();
  const piece = encodeUtf8("abc");
  assertEquals(splitter.receive(piece), []);
  piece.set(encodeUtf8("de\n"));
  assertEquals(splitter.receive(piece), ["abcde"]);
});

Deno.test("LineSplitter.receive() drops a byte order mark at the begin and nowhere else", () => {
  for (const size of [1, 2, 100]) {
    assertEquals(split(encodeUtf8("\uFEFFa\n\uFEFFb\n"), size), ["a", "\uFEFFb"]);
  }
});

Deno.test("LineSplitter.receive() tells of a line that is not UTF-8 and spares its neighbours", () => {
  const bytes = concatBytes([
    encodeUtf8("é1\n{"),
    Uint8Array.of(0xff),
    encodeUtf8("}\né2\n"),
  ]);
  for (const size of [1, 3, 100]) {
    const [before, fault, after] = split(bytes, size);
    assertEquals([before, after], ["é1", "é2"]);
    assertEquals(reasonOf(fault), "{\uFFFD} is not UTF-8");
  }
});

Deno.test("LineSplitter.receive() tells of a line over the limit, whatever the cuts", () => {
  const bytes = encodeUtf8("12345678\n123456789\n1\n123456789012345678901234\n12345678\n");
  for (let size = 1; size <= bytes.length; size++) {
    const lines = split(bytes, size, 8);
    assertEquals(lines.map((line) => typeof line), [
      "string",
      "object",
      "string",
      "object",
      "string",
    ]);
    assertStringIncludes(reasonOf(lines[1]), "longer than 8 bytes");
  }
});

Deno.test("LineSplitter counts the bytes after the last line break, kept or not", () => {
  const splitter = new LineSplitter({ maxLineBytes: 4 });
  assertEquals(splitter.tailBytes, 0);
  splitter.receive(encodeUtf8("ab\ncd"));
  assertEquals(splitter.tailBytes, 2);
  splitter.receive(encodeUtf8("efgh"));
  assertEquals(splitter.tailBytes, 6);
  splitter.receive(encodeUtf8("\n"));
  assertEquals(splitter.tailBytes, 0);
});
