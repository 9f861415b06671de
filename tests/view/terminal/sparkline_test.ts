// Bars in one line.

import { assertEquals } from "@std/assert";
import { sparkline } from "../../../src/view/terminal/sparkline.ts";

const LINES: readonly (readonly [values: readonly number[], line: string])[] = [
  [[], ""],
  [[0, 0], "  "],
  [[1, 2, 3, 4, 5, 6, 7, 8], "▁▂▃▄▅▆▇█"],
  [[0, 5, 5, 0], " ██ "],
  [[0.001, 1000], "▁█"],
  [[500, 501, 1000], "▄▅█"],
  [[NaN, -1, 1], "  █"],
];

for (const [values, line] of LINES) {
  Deno.test(`sparkline() draws ${JSON.stringify(values)}`, () =>
    assertEquals(sparkline(values), line));
}
