// Findings and verdicts as people read them.

import { assertEquals } from "@std/assert";
import type { Verdict } from "../../../src/timeline/verify_finding.ts";
import { verdictLine, verifyLines } from "../../../src/view/terminal/verify_lines.ts";

const CLEAN: Verdict = {
  entries: 125,
  events: 1,
  hiddenLines: 14,
  errors: 0,
  warnings: 0,
  ending: "whole",
  secretsKept: false,
};

Deno.test("verifyLines() says where, what, and which rule", () => {
  const lines = verifyLines([
    { line: 12, field: "args[0].lat", rule: "event/raw", severity: "error", text: "it is 1" },
    { line: 13, rule: "tape/torn", severity: "warning", text: "torn\u0007" },
  ]);
  assertEquals(lines[0], "line 12 args[0].lat: it is 1 (event/raw)");
  assertEquals(lines[1]?.startsWith("line 13: warning: torn"), true);
  assertEquals(lines[1]?.includes("\u0007"), false);
});

Deno.test("verdictLine() is one line with the counts", () => {
  const counts = "125 entries, 1 event line, 14 lines with hidden secrets";
  assertEquals(verdictLine(CLEAN), `Clean: ${counts}; no secret left`);
  assertEquals(
    verdictLine({ ...CLEAN, secretsKept: true }),
    `Clean: ${counts}; secrets were not hidden and not looked for`,
  );
  assertEquals(
    verdictLine({ ...CLEAN, errors: 2, warnings: 1 }),
    `Not sound: 2 errors, 1 warning; ${counts}`,
  );
  assertEquals(verdictLine({ ...CLEAN, warnings: 1 }), `Sound: 1 warning; ${counts}`);
});
