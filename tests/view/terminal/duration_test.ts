// Times and sizes in three digits.

import { assertEquals } from "@std/assert";
import { counted, formatDuration, formatSize } from "../../../src/view/terminal/duration.ts";

const DURATIONS: readonly [milliseconds: number, text: string][] = [
  [0, "0.00 ms"],
  [9.994, "9.99 ms"],
  [9.996, "10.0 ms"],
  [99.94, "99.9 ms"],
  [99.96, "100 ms"],
  [999.4, "999 ms"],
  [999.6, "1.00 s"],
  [9994, "9.99 s"],
  [9996, "10.0 s"],
  [119_900, "119.9 s"],
  [120_000, "2 min 00 s"],
  [250_400, "4 min 10 s"],
  [7_500_000, "2 h 05 min"],
  [-1.5, "-1.50 ms"],
];

for (const [milliseconds, text] of DURATIONS) {
  Deno.test(`formatDuration() shows ${milliseconds} ms as ${text}`, () => {
    assertEquals(formatDuration(milliseconds), text);
  });
}

Deno.test("formatSize() counts in bytes, kilobytes and megabytes", () => {
  assertEquals([0, 999, 1000, 999_949, 999_950].map(formatSize), [
    "0 B",
    "999 B",
    "1.0 kB",
    "999.9 kB",
    "1.0 MB",
  ]);
});

Deno.test("counted() knows one from many", () => {
  assertEquals([0, 1, 2].map((count) => counted(count, "line")), ["0 lines", "1 line", "2 lines"]);
});
