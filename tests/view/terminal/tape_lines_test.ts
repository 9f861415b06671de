// What stands below a timeline on a narrow screen.

import { assert, assertEquals } from "@std/assert";
import { plainPaint } from "../../../src/view/terminal/paint.ts";
import { type Folded, foldedLines } from "../../../src/view/terminal/tape_lines.ts";

const FOLDED: Folded = new Map([["probe", 2], ["HTTP exchange", 7], ["log line", 78]]);

Deno.test("foldedLines() goes on below where the screen is too narrow for it", () => {
  const [whole = "", ...none] = foldedLines(FOLDED, Infinity, plainPaint);
  assertEquals(none, []);
  const lines = foldedLines(FOLDED, 40, plainPaint);
  assert(lines.length > 1 && lines.every((line) => line.length <= 40), lines.join("\n"));
  assertEquals(lines.map((line) => line.trim()).join(" "), whole);
});

Deno.test("foldedLines() says nothing where nothing was folded away", () => {
  assertEquals(foldedLines(new Map(), 80, plainPaint), []);
});
