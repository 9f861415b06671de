// The bounded feed of lines: what it prints, what it counts.

import { assertEquals } from "@std/assert";
import { LineFeed } from "../../../src/view/terminal/line_feed.ts";

Deno.test("LineFeed prints so many lines a second and counts the rest", () => {
  const lines: string[] = [];
  let made = 0;
  const feed = new LineFeed({ print: (line) => lines.push(line.trim()), linesASecond: 2 });
  for (let index = 0; index < 5; index++) {
    feed.offer(100 + index, () => {
      made += 1;
      return `line ${index}`;
    });
  }
  feed.offer(1000, () => "next second");
  feed.flush();
  assertEquals(lines, ["line 0", "line 1", "+3 more", "next second"]);
  assertEquals(made, 2, "lines that are not printed are not made");
});

Deno.test("LineFeed flushes what is left at the end, once", () => {
  const lines: string[] = [];
  const feed = new LineFeed({ print: (line) => lines.push(line.trim()), linesASecond: 0 });
  feed.offer(1, () => "never");
  feed.flush();
  feed.flush();
  assertEquals(lines, ["+1 more"]);
});
