// Content codings: what comes off, and what stays on with a reason.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import * as zlib from "node:zlib";
import { concatBytes, encodeUtf8 } from "../../src/base/bytes.ts";
import { takeOffCodings } from "../../src/wire/content_coding.ts";

const TEXT = encodeUtf8("grüße ".repeat(100));
const MOST = 100_000;
const gzip = zlib.gzipSync(TEXT);

for (
  const [name, codings, bytes] of [
    ["gzip", ["gzip"], gzip],
    ["x-gzip", ["x-gzip"], gzip],
    [
      "two gzip members",
      ["gzip"],
      concatBytes([zlib.gzipSync(TEXT.slice(0, 9)), zlib.gzipSync(TEXT.slice(9))]),
    ],
    ["deflate with zlib's head", ["deflate"], zlib.deflateSync(TEXT)],
    ["deflate without a head", ["deflate"], zlib.deflateRawSync(TEXT)],
    ["br", ["br"], zlib.brotliCompressSync(TEXT)],
    ["zstd", ["zstd"], zlib.zstdCompressSync(TEXT)],
    ["br over gzip", ["gzip", "br"], zlib.brotliCompressSync(gzip)],
  ] as const
) {
  Deno.test(`takeOffCodings() takes off ${name}`, () => {
    const decoding = takeOffCodings(bytes, codings, MOST);
    assert(decoding.ok);
    assertEquals(decoding.bytes, TEXT);
    assertEquals(decoding.bytes.constructor, Uint8Array);
  });
}

const bomb = new Uint8Array(MOST + 1);
for (
  const [name, codings, bytes, reason] of [
    ["gzip cut short", ["gzip"], gzip.subarray(0, -9), "gzip: "],
    ["what is no gzip", ["gzip"], TEXT, "gzip: "],
    ["what is no brotli", ["br"], new Uint8Array([0x55, 0xff, 1, 2, 3]), "br: "],
    ["what is no zstd", ["zstd"], TEXT, "zstd: "],
    ["a gzip bomb", ["gzip"], zlib.gzipSync(bomb), "gzip: "],
    ["a deflate bomb", ["deflate"], zlib.deflateSync(bomb), "deflate: "],
    ["a brotli bomb", ["br"], zlib.brotliCompressSync(bomb), "br: "],
    ["a zstd bomb", ["zstd"], zlib.zstdCompressSync(bomb), "zstd: "],
    ["an unknown coding", ["rot13"], TEXT, '"rot13" is not known'],
    ["too many codings", ["gzip", "gzip", "gzip", "gzip", "gzip"], gzip, "5 codings"],
  ] as const
) {
  Deno.test(`takeOffCodings() says why it leaves ${name}`, () => {
    const decoding = takeOffCodings(bytes, codings, MOST);
    assert(!decoding.ok);
    assertStringIncludes(decoding.reason, reason);
  });
}
