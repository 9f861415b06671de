// Lines on narrow terminals.

import { assertEquals } from "@std/assert";
import { wrapWords } from "../../../src/cli/recording/wrap.ts";

const PATH = "tapes/2026-11-21T03-00-00Z-127.0.0.1_3000.ndjson";

const CASES: readonly [line: string, columns: number, lines: readonly string[]][] = [
  ["short enough", 40, ["short enough"]],
  ["", 10, [""]],
  [
    "Next: deno task inspect @1 · replay @1 · diff @2 @1",
    40,
    ["Next: deno task inspect @1 · replay @1 ·", "  diff @2 @1"],
  ],
  [`${PATH}  123 lines, 4.1 kB`, 40, [PATH, "  123 lines, 4.1 kB"]],
  ["     12  ←  /sfa  location:track and so on", 20, [
    "     12  ←  /sfa",
    "       location:track",
    "       and so on",
  ]],
  ["日本語 日本語", 8, ["日本語", "  日本語"]],
];

for (const [line, columns, lines] of CASES) {
  Deno.test(`wrapWords() puts ${JSON.stringify(line)} on ${columns} columns`, () => {
    assertEquals(wrapWords(line, columns), lines);
  });
}
