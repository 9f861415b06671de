// Two values in little room: where they part must be seen.

import { assert, assertEquals } from "@std/assert";
import { textWidth } from "../../../../src/view/terminal/text_width.ts";
import { fitPair } from "../../../../src/view/terminal/diff/value_pair.ts";

Deno.test("fitPair() leaves alone what fits", () => {
  assertEquals(fitPair('"a"', '"b"', 6), ['"a"', '"b"']);
  const long = "x".repeat(10_000);
  assertEquals(fitPair(long, "y", Infinity), [long, "y"]);
});

Deno.test("fitPair() shows the place where long texts part", () => {
  const start = "the same beginning, and more of it, and more ".repeat(5);
  const [left, right] = fitPair(`${start}one end`, `${start}another end`, 60);
  assert(left.includes("one end"), left);
  assert(right.includes("another end"), right);
  assert(left.startsWith("…"));
  assert(textWidth(left) + textWidth(right) <= 60);
});

Deno.test("fitPair() gives the longer one what the shorter one does not need", () => {
  const [left, right] = fitPair("nothing", "y".repeat(200), 60);
  assertEquals(left, "nothing");
  assertEquals(textWidth(right), 53);
});

Deno.test("fitPair() shows the start where texts part early", () => {
  const [left, right] = fitPair(`a${"x".repeat(100)}`, `b${"x".repeat(100)}`, 40);
  assertEquals([left, right], [`a${"x".repeat(18)}…`, `b${"x".repeat(18)}…`]);
});

Deno.test("fitPair() never cuts within what people see as one character", () => {
  const start = "👩‍👩‍👧".repeat(40);
  const [left] = fitPair(`${start}a`, `${start}b`, 40);
  assertEquals(left.replaceAll("👩‍👩‍👧", "").replace("…", ""), "a");
});
