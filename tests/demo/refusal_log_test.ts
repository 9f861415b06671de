// Refusals come in floods; the log does not.

import { assertEquals } from "@std/assert";
import { MAX_REFUSALS, refusalLog } from "../../src/demo/refusal_log.ts";

Deno.test("refusalLog() says so many a second, and then how many there were besides", () => {
  const lines: string[] = [];
  let now = 5;
  const refused = refusalLog((line) => lines.push(line), () => now);
  for (let count = 0; count < MAX_REFUSALS + 7; count++) refused(`client ${count}`, "no token");
  assertEquals(lines.length, MAX_REFUSALS);
  assertEquals([lines[0], lines.at(-1)], [
    "refused    client 0  no token",
    `refused    client ${MAX_REFUSALS - 1}  no token`,
  ]);
  now += 999;
  refused("late", "no token");
  now += 1;
  refused("next", "no token");
  now += 1000;
  refused("last", "no token");
  assertEquals(lines.slice(MAX_REFUSALS), [
    "refused    8 more",
    "refused    next  no token",
    "refused    last  no token",
  ]);
});

Deno.test("refusalLog() shows nothing that steers a terminal", () => {
  const lines: string[] = [];
  refusalLog((line) => lines.push(line))("a\x1b[2Jb", "c\nd\x9be");
  assertEquals(lines, ["refused    a\\x1b[2Jb  c\\x0ad\\x9be"]);
});

Deno.test("refusalLog() says nothing where nobody listens", () => {
  refusalLog(undefined)("a", "b");
});
