// The line of a moment.

import { assertEquals } from "@std/assert";
import type { Decoded } from "../../../src/protocols/protocol.ts";
import { cut, formatArgs, formatMoment, printable } from "../../../src/view/terminal/event_line.ts";

const EVENT: Decoded = {
  from: "server",
  packets: [],
  label: "EVENT location:track",
  event: { namespace: "/sfa", name: "location:track", args: [{ lat: -6.2 }, "x"] },
  notes: [],
};

Deno.test("formatMoment() tells an event with its arguments", () => {
  assertEquals(
    formatMoment(EVENT, 12_006.4, 80),
    '   12.006 s  ←  /sfa  location:track  {"lat":-6.2} "x"',
  );
});

Deno.test("formatMoment() tells anything else by its label", () => {
  const decoded: Decoded = { from: "client", packets: [], label: "ping probe", notes: [] };
  assertEquals(formatMoment(decoded, 1, 80), "    0.001 s  →  ping probe");
});

Deno.test("formatMoment() fits the screen", () => {
  assertEquals(formatMoment(EVENT, 12_006.4, 24), "   12.006 s  ←  /sfa  l…");
});

Deno.test("formatArgs() tells binary by its size", () => {
  assertEquals(formatArgs([{ photo: new Uint8Array(3) }]), '{"photo":<3 bytes>}');
  assertEquals(formatArgs([new Uint8Array(7), { $binary: { bytes: 6 } }]), "<7 bytes> <6 bytes>");
});

Deno.test("formatMoment() lets no peer steer the terminal", () => {
  const decoded: Decoded = { from: "server", packets: [], label: "\x1b[31mred\n\x9b", notes: [] };
  assertEquals(formatMoment(decoded, 1, 80), "    0.001 s  ←  \\x1b[31mred\\x0a\\x9b");
});

Deno.test("formatArgs() takes no text of a peer for binary", () => {
  const texts = [
    "<3 bytes>",
    "\ue000<3 bytes>",
    "\ue000\ue000<3 bytes>",
    'x"\ue000<3 bytes>',
    '\ue000<3 bytes>"',
  ];
  const args = texts.map((text) => ({ [text]: text, binary: new Uint8Array(3) }));
  assertEquals(
    formatArgs(args),
    texts.map((text) => `{${JSON.stringify(text)}:${JSON.stringify(text)},"binary":<3 bytes>}`)
      .join(" "),
  );
});

Deno.test("printable() shows what turns text round, breaks lines, or is not seen", () => {
  assertEquals(
    printable("a\u202eb\u2066c\u2028d\u200be\ud800f"),
    "a\\u202eb\\u2066c\\u2028d\\u200be\\ud800f",
  );
  assertEquals(printable("日本 é 👨‍👩‍👧 ▒"), "日本 é 👨‍👩‍👧 ▒");
});

Deno.test("cut() counts columns of the screen", () => {
  assertEquals(cut("😀😀😀", 6), "😀😀😀");
  assertEquals(cut("😀😀😀", 5), "😀😀…");
  assertEquals(cut("日本語", 4), "日…");
  assertEquals(cut("ab日本語", 2), "a…");
  assertEquals([cut("abc", 3), cut("abc", 2), cut("abc", 1), cut("abc", 0)], [
    "abc",
    "a…",
    "…",
    "",
  ]);
});
