// Columns, not characters: what is wide, what is cut, where lines break.

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  cutEnd,
  cutMiddle,
  padColumns,
  textWidth,
  wrapColumns,
} from "../../../src/view/terminal/text_width.ts";
import { checkProperty } from "../../house/property.ts";

const WIDTHS: readonly (readonly [text: string, width: number])[] = [
  ["", 0],
  ["abc", 3],
  ["é", 1],
  ["e\u0301", 1],
  ["日本", 4],
  ["한글", 4],
  ["👨‍👩‍👧", 2],
  ["🇮🇩", 2],
  ["␞→…", 3],
  ["\u200b", 0],
];

for (const [text, width] of WIDTHS) {
  Deno.test(`textWidth() of ${JSON.stringify(text)} is ${width}`, () => {
    assertEquals(textWidth(text), width);
  });
}

Deno.test("cutMiddle() keeps the beginning and the end", () => {
  assertEquals(cutMiddle("0123456789", 10), "0123456789");
  assertEquals(cutMiddle("0123456789", 7), "0123…89");
  assertEquals(cutMiddle("日本語日本語", 7), "日本…語");
  assertEquals(cutMiddle(`${"a".repeat(1_000_000)}z`, 7), "aaaa…az");
});

Deno.test("cutEnd() keeps the beginning", () => {
  assertEquals(cutEnd("0123456789", 4), "012…");
  assertEquals(cutEnd("日本語", 4), "日…");
});

Deno.test("padColumns() fills up to the column", () => {
  assertEquals(padColumns("日", 4), "日  ");
  assertEquals(padColumns("long", 2), "long");
});

Deno.test("wrapColumns() breaks at spaces, and words where it must", () => {
  assertEquals(wrapColumns("one two three", 8), ["one two", "three"]);
  assertEquals(wrapColumns("a 0123456789", 4), ["a", "0123", "4567", "89"]);
});

Deno.test("no text is wider than it was cut or wrapped to", () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: "grapheme" }));
  checkProperty(
    "columns",
    fc.property(text, fc.integer({ min: 2, max: 40 }), (value, columns) => {
      assert(textWidth(cutMiddle(value, columns)) <= columns);
      assert(textWidth(cutEnd(value, columns)) <= columns);
      const lines = wrapColumns(value, columns);
      for (const line of lines) assert(textWidth(line) <= columns, JSON.stringify(lines));
      assertEquals(lines.join("").replaceAll(" ", ""), value.replaceAll(" ", ""));
    }),
  );
});
