// Tables and rows of facts, as wide as the screen and no wider.

import { assertEquals } from "@std/assert";
import { alignColumns, wrapFacts } from "../../../src/view/terminal/columns.ts";

const ROWS = [["a", "1", "x"], ["a long name", "1000", ""], ["名前", "2", "y"]];

Deno.test("alignColumns() gives every column the width of its widest cell", () => {
  assertEquals(alignColumns(ROWS, ["left", "right", "left"], 80), [
    "a               1  x",
    "a long name  1000",
    "名前            2  y",
  ]);
});

Deno.test("alignColumns() cuts the column that gives way, and the line only after that", () => {
  assertEquals(alignColumns(ROWS, ["left", "right", "left"], 18), [
    "a             1  x",
    "a long n…  1000",
    "名前          2  y",
  ]);
  assertEquals(alignColumns(ROWS, ["left", "right", "left"], 12)[1], "a long …  1…");
});

Deno.test("wrapFacts() breaks between facts, and within one only when it must", () => {
  const facts = ["3 points", "10 m long", "a fact that is longer than the screen"];
  assertEquals(wrapFacts(facts, 22), [
    "3 points, 10 m long, a",
    "fact that is longer",
    "than the screen",
  ]);
  assertEquals(wrapFacts(facts.slice(0, 2), 18), ["3 points,", "10 m long"]);
  assertEquals(wrapFacts([], 18), []);
});
