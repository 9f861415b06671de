// How many bytes content has, without making them.

import { assertEquals } from "@std/assert";
import { toBase64 } from "../../../src/base/bytes.ts";
import { contentBytes } from "../../../src/cli/recording/content_bytes.ts";

for (let length = 0; length <= 4; length++) {
  Deno.test(`contentBytes() counts ${length} bytes in base64, padded or not`, () => {
    const base64 = toBase64(new Uint8Array(length).fill(255));
    assertEquals(contentBytes({ base64 }), length);
    assertEquals(contentBytes({ base64: base64.replaceAll("=", "") }), length);
  });
}

Deno.test("contentBytes() counts text in UTF-8, and what was not kept by what it was on the wire", () => {
  assertEquals(contentBytes({ text: "aé€" }), 6);
  assertEquals(contentBytes({ omitted: true, wireBytes: 12 }), 12);
  assertEquals(contentBytes({}), 0);
});
