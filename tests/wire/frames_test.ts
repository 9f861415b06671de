// Frame heads and masks: every length of length, every cut, and the way back.

import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { encodeUtf8 } from "../../src/base/bytes.ts";
import { Feed } from "../../src/wire/feed.ts";
import { encodeFrame, peekFrameHead } from "../../src/wire/frames.ts";
import { unmask, unmaskText } from "../../src/wire/mask.ts";
import { checkProperty } from "../house/property.ts";

const MASK = new Uint8Array([0x81, 0x02, 0xf3, 0x04]);
const KEY = 0x8102f304;

for (const length of [0, 1, 125, 126, 127, 65535, 65536, 200_000]) {
  for (const mask of [undefined, MASK]) {
    Deno.test(`peekFrameHead() reads ${length} bytes ${mask ? "masked" : "plain"}`, () => {
      const payload = new Uint8Array(length).fill(9);
      const options = { opcode: 2, payload, fin: false, rsv1: true };
      const bytes = encodeFrame(mask === undefined ? options : { ...options, mask });
      const feed = new Feed();
      feed.push(bytes);
      const head = peekFrameHead(feed);
      const size = bytes.length - length;
      assertEquals(head, {
        fin: false,
        reserved: 0b100,
        opcode: 2,
        masked: mask !== undefined,
        key: mask === undefined ? 0 : KEY,
        size,
        length,
      });
      const sent = bytes.subarray(size);
      assertEquals(mask === undefined ? sent : unmask(sent, KEY), payload);
    });
  }
}

Deno.test("peekFrameHead() waits for the mask when bytes are cut", () => {
  const bytes = encodeFrame({ opcode: 1, payload: new Uint8Array(300), mask: MASK });
  const feed = new Feed();
  for (let size = 0; size < 8; size++) {
    assertEquals(peekFrameHead(feed), undefined);
    feed.push(bytes.slice(size, size + 1));
  }
  assertEquals(peekFrameHead(feed)?.length, 300);
});

Deno.test("encodeFrame() refuses a mask that is not four bytes", () => {
  assertThrows(
    () => encodeFrame({ opcode: 1, payload: new Uint8Array(1), mask: new Uint8Array(3) }),
    RangeError,
    "its mask has 3 bytes, expected 4",
  );
});

/** The definition of RFC 6455, section 5.3. */
function maskPlainly(payload: Uint8Array, mask: Uint8Array, phase: number): Uint8Array {
  return payload.map((byte, index) => byte ^ (mask[(index + phase) % 4] ?? 0));
}

Deno.test("unmask() masks as the definition says, at every phase and alignment", () => {
  checkProperty(
    "wire: unmask",
    fc.property(
      fc.oneof(
        { weight: 19, arbitrary: fc.uint8Array({ maxLength: 300 }) },
        { weight: 1, arbitrary: fc.constant(new Uint8Array(70_001).fill(77)) },
      ),
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.nat(9),
      fc.nat(5),
      (payload, mask, phase, skipped) => {
        const view = payload.subarray(Math.min(skipped, payload.length));
        const before = view.slice();
        const key = new DataView(mask.buffer, mask.byteOffset).getUint32(0);
        assertEquals(unmask(view, key, phase), maskPlainly(before, mask, phase));
        assertEquals(view, before);
      },
    ),
    { runs: 500 },
  );
});

for (
  const [name, bytes, expected] of [
    ["text", encodeUtf8("grüße 🚚"), "grüße 🚚"],
    ["text with a replacement character of its own", encodeUtf8("a\ufffdb"), "a\ufffdb"],
    ["bytes that are no text", new Uint8Array([0x61, 0xff]), new Uint8Array([0x61, 0xff])],
    ["long text", encodeUtf8("ü".repeat(40_000)), "ü".repeat(40_000)],
  ] as const
) {
  Deno.test(`unmaskText() gives ${name}`, () => {
    assertEquals(unmaskText(maskPlainly(bytes, MASK, 0), KEY), expected);
  });
}
