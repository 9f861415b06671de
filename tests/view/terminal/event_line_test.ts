// What event lines are made of.

import { assertEquals } from "@std/assert";
import { cut, formatArgs, printable } from "../../../src/view/terminal/event_line.ts";

Deno.test("formatArgs() tells binary by its size", () => {
  assertEquals(formatArgs([{ photo: new Uint8Array(3) }]), '{"photo":<3 bytes>}');
  assertEquals(formatArgs([new Uint8Array(7), { $binary: { bytes: 6 } }]), "<7 bytes> <6 bytes>");
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
