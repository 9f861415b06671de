// Tapes that are packed or not, however their bytes are cut.

import { assertEquals, assertRejects } from "@std/assert";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { unpackTape } from "../../src/net/tape_source.ts";

const TEXT = '{"kind":"tape"}\n'.repeat(1000);

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += length) {
    await Promise.resolve();
    yield bytes.subarray(start, start + length);
  }
}

async function textOf(source: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of source) text += decoder.decode(piece, { stream: true });
  return text;
}

const bytes = new TextEncoder().encode(TEXT);
const FORMS: readonly [name: string, packed: Uint8Array][] = [
  ["as they are", bytes],
  ["with gzip", gzipSync(bytes)],
  [
    "with gzip in two members",
    new Uint8Array([...gzipSync(bytes.subarray(0, 7)), ...gzipSync(bytes.subarray(7))]),
  ],
  ["with Zstandard", zstdCompressSync(bytes)],
];

for (const [name, packed] of FORMS) {
  for (const length of [1, 3, 1000, packed.length]) {
    Deno.test(`unpackTape() gives tapes ${name}, ${length} bytes at a time`, async () => {
      assertEquals(await textOf(unpackTape(inPieces(packed, length), "t")), TEXT);
    });
  }
}

Deno.test("unpackTape() gives what is too short to be packed", async () => {
  assertEquals(await textOf(unpackTape(inPieces(new Uint8Array([0x1f]), 1), "t")), "\x1f");
  assertEquals(await textOf(unpackTape(inPieces(new Uint8Array(), 1), "t")), "");
});

Deno.test("unpackTape() names the tape whose gzip is cut short", async () => {
  const packed = gzipSync(bytes);
  const cut = packed.subarray(0, packed.length - 9);
  await assertRejects(
    () => textOf(unpackTape(inPieces(cut, 10), "day.ndjson")),
    Error,
    'Cannot unpack "day.ndjson" (gzip)',
  );
});

Deno.test("unpackTape() lets go of its source when nobody reads on", async () => {
  for (const [, packed] of FORMS) {
    let isOpen = true;
    const source = async function* (): AsyncGenerator<Uint8Array> {
      try {
        yield* inPieces(packed, 10);
      } finally {
        isOpen = false;
      }
    };
    for await (const _piece of unpackTape(source(), "t")) break;
    assertEquals(isOpen, false);
  }
});

Deno.test("unpackTape() passes on what went wrong in its source", async () => {
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield* inPieces(gzipSync(bytes).subarray(0, 20), 20);
    throw new Error("the disk is gone");
  };
  await assertRejects(() => textOf(unpackTape(broken(), "t")), Error, "the disk is gone");
});
