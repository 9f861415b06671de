// Batches of frames: the same bytes as frames written one by one, wherever they end in a slab.

import { assert, assertEquals } from "@std/assert";
import { concatBytes, encodeUtf8 } from "../../../src/base/bytes.ts";
import {
  type BatchItem,
  encodeBatch,
  encodeKept,
} from "../../../src/net/engine_server/frame_batch.ts";
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

Deno.test("encodeBatch() sends frames that were kept one after another as they lie", () => {
  const kept = ["one", "zwölf", new Uint8Array(200).fill(3), "four"].map(encodeKept);
  const batch = encodeBatch(kept);
  const [first] = kept;
  assert(batch.buffer === first?.bytes.buffer && batch.byteOffset === first.bytes.byteOffset);
  assertEquals(plain(batch), oneByOne(kept));
});

Deno.test("encodeBatch() writes kept frames anew that do not lie so", () => {
  const kept = ["one", "two", "three", "x".repeat(300_000), "five"].map(encodeKept);
  const [one, two, three, , five] = kept;
  assert(one !== undefined && two !== undefined && three !== undefined && five !== undefined);
  const batches: readonly (readonly BatchItem[])[] = [
    [one, three],
    [three, two, one],
    [one, one],
    [one, "between", two],
    [one, new Uint8Array(3), two],
    [one, { bytes: two.bytes }],
    kept,
    [three, five],
    [],
  ];
  for (const items of batches) assertEquals(plain(encodeBatch(items)), oneByOne(items));
});

Deno.test("encodeBatch() does not take frames of different slabs for neighbours", () => {
  // Too large for one slab together: the second and the third begin one of their own.
  const [, one, two] = ["w", "x", "y"].map((letter) => encodeKept(letter.repeat(200_000)));
  const behindTwo = encodeKept("z");
  assert(one !== undefined && two !== undefined);
  assertEquals(one.bytes.byteOffset + one.bytes.length, behindTwo.bytes.byteOffset);
  assertEquals(plain(encodeBatch([one, behindTwo])), oneByOne([one, behindTwo]));
});

Deno.test("encodeBatch() does not give out bytes that are somebody else's", () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const batch = encodeBatch([{ bytes }]);
  bytes.fill(9);
  assertEquals(plain(batch), Uint8Array.of(1, 2, 3));
});
