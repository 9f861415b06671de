// Batches of frames: the same bytes as frames written one by one, wherever they end in a slab.

import { assertEquals } from "@std/assert";
import { concatBytes, encodeUtf8 } from "../../../src/base/bytes.ts";
import { type BatchItem, encodeBatch } from "../../../src/net/engine_server/frame_batch.ts";
import { encodeFrame, OPCODE } from "../../../src/wire/frames.ts";

function oneByOne(items: readonly BatchItem[]): Uint8Array {
  return concatBytes(items.map((item) => {
    if (typeof item === "string") {
      return encodeFrame({ opcode: OPCODE.text, payload: encodeUtf8(item) });
    }
    if (item instanceof Uint8Array) return encodeFrame({ opcode: OPCODE.binary, payload: item });
    return item.bytes;
  }));
}

function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

Deno.test("encodeBatch() writes what encodeFrame() writes, at every border of the length", () => {
  for (const length of [0, 1, 41, 42, 125, 126, 127, 4095, 4096, 21_845, 65_535, 65_536, 300_000]) {
    const items: readonly BatchItem[] = [
      "x".repeat(length),
      // Longer in UTF-8 than in characters: the head that was guessed may be too short.
      "ü".repeat(length),
      "日".repeat(Math.ceil(length / 3)),
      "🚀".repeat(Math.ceil(length / 4)),
      new Uint8Array(length).fill(7),
      { bytes: new Uint8Array(length % 100).fill(9) },
    ];
    for (const item of items) assertEquals(plain(encodeBatch([item])), oneByOne([item]));
    assertEquals(plain(encodeBatch(items)), oneByOne(items));
  }
});

Deno.test("encodeBatch() never writes to what it gave out before", () => {
  const given: { readonly bytes: Uint8Array; readonly copy: Uint8Array }[] = [];
  for (let index = 0; index < 400; index++) {
    const bytes = encodeBatch([`${index}-${"ü".repeat(index * 7)}`, new Uint8Array(index)]);
    given.push({ bytes, copy: plain(bytes) });
  }
  for (const { bytes, copy } of given) assertEquals(plain(bytes), copy);
});

Deno.test("encodeBatch() writes a lone surrogate as the replacement character", () => {
  assertEquals(plain(encodeBatch(["\ud83d"])), oneByOne(["\ufffd"]));
});
