// Messages that inflate to just about what the inflater writes at once, whole and in pieces.

import { constants, deflateRawSync } from "node:zlib";
import { assert, assertEquals } from "@std/assert";
import { Inflater } from "../../src/wire/inflate.ts";

const LIMITS = { maxBytes: 1e9, maxInflatedBytes: 1e9 };
/** What RFC 7692, section 7.2.1, takes off the end. */
const TAIL_BYTES = 4;

for (const size of [0, 1, 16383, 65535, 65536, 65537, 131071, 131072, 196608]) {
  Deno.test(`Inflater inflates a message of ${size} bytes, then the next one`, () => {
    const message = new Uint8Array(size).map((_, index) => index % 16);
    for (let windowBits = 9; windowBits <= 15; windowBits++) {
      const flushed = deflateRawSync(message, { windowBits, finishFlush: constants.Z_SYNC_FLUSH });
      const compressed = new Uint8Array(flushed).subarray(0, -TAIL_BYTES);
      for (const pieces of [1, 2, 7]) {
        const inflater = new Inflater({ ...LIMITS, contextTakeover: true });
        for (let round = 0; round < 3; round++) {
          const inflated = pieces === 1
            ? inflater.inflate(compressed)
            : inflateInPieces(inflater, compressed, pieces);
          assert(inflated.ok, inflated.ok ? "" : inflated.reason);
          assertEquals(inflated.length, size);
          assert(inflated.bytes.every((byte, index) => byte === index % 16));
        }
      }
    }
  });
}

function inflateInPieces(
  inflater: Inflater,
  compressed: Uint8Array,
  pieces: number,
): ReturnType<Inflater["finish"]> {
  const length = Math.ceil(compressed.length / pieces);
  for (let piece = 0; piece < pieces; piece++) {
    inflater.push(compressed.subarray(piece * length, (piece + 1) * length));
  }
  return inflater.finish();
}
