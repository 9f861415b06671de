// Bytes and text, against the platform's own encoders as oracles.

import fc from "fast-check";
import { assertEquals } from "@std/assert";
import {
  concatBytes,
  decodeLatin1,
  decodeUtf8,
  decodeUtf8Lossy,
  encodeLatin1,
  encodeUtf8,
  equalBytes,
  fromBase64,
  toBase64,
  toHex,
  utf8Length,
} from "../../src/base/bytes.ts";
import { checkProperty } from "../house/property.ts";

Deno.test("decodeUtf8() is as strict as a fatal TextDecoder, and keeps byte order marks", () => {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const expected = (bytes: Uint8Array): string | undefined => {
    try {
      return strict.decode(bytes);
    } catch {
      return undefined;
    }
  };
  assertEquals(decodeUtf8(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])), "\ufeffa");
  const nearText = fc.string({ unit: "binary" }).map((text) => new TextEncoder().encode(text));
  checkProperty(
    "decodeUtf8",
    fc.property(fc.oneof(fc.uint8Array(), nearText), fc.nat(3), (bytes, cut) => {
      const part = bytes.subarray(Math.min(cut, bytes.length));
      assertEquals(decodeUtf8(part), expected(part));
    }),
  );
});

Deno.test("decodeUtf8Lossy() shows what is not UTF-8 as U+FFFD", () => {
  assertEquals(decodeUtf8Lossy(new Uint8Array([0x61, 0xff, 0x62])), "a\ufffdb");
});

Deno.test("utf8Length() is the length of the encoded text", () => {
  checkProperty(
    "utf8Length",
    fc.property(fc.string({ unit: "binary" }), (text) => {
      assertEquals(utf8Length(text), encodeUtf8(text).length);
    }),
  );
});

Deno.test("Latin-1, hex and base64 bring every byte back", () => {
  checkProperty(
    "byte encodings",
    fc.property(fc.uint8Array(), fc.nat(3), (bytes, cut) => {
      const part = bytes.subarray(Math.min(cut, bytes.length));
      assertEquals([...encodeLatin1(decodeLatin1(part))], [...part]);
      assertEquals([...(fromBase64(toBase64(part)) ?? [])], [...part]);
      assertEquals(
        toHex(part),
        [...part].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
      );
    }),
  );
});

const BASE64: readonly [text: string, bytes: readonly number[] | undefined][] = [
  ["", []],
  ["AQID", [1, 2, 3]],
  ["AQI=", [1, 2]],
  ["AQI", [1, 2]],
  ["AQ==", [1]],
  ["AQ", [1]],
  ["A", undefined],
  ["AQI==", undefined],
  ["A=ID", undefined],
  ["AQ ID", undefined],
  ["AQID\n", undefined],
  ["AQ-_", undefined],
  ["é", undefined],
];

for (const [text, bytes] of BASE64) {
  Deno.test(`fromBase64() of ${JSON.stringify(text)}`, () => {
    const decoded = fromBase64(text);
    assertEquals(decoded && [...decoded], bytes && [...bytes]);
  });
}

Deno.test("fromBase64() reads 24 MB without running out of stack", () => {
  assertEquals(fromBase64("AAAA".repeat(8_000_000))?.length, 24_000_000);
});

Deno.test("concatBytes() and equalBytes()", () => {
  const joined = concatBytes([new Uint8Array([1]), new Uint8Array(), new Uint8Array([2, 3])]);
  assertEquals([...joined], [1, 2, 3]);
  assertEquals(equalBytes(joined, new Uint8Array([1, 2, 3])), true);
  assertEquals(equalBytes(joined, new Uint8Array([1, 2, 4])), false);
  assertEquals(equalBytes(joined, new Uint8Array([1, 2])), false);
});
