// What people read at the end: each session's counts, what differs (told once, however often it came),
// and the verdict.

import { assertEquals } from "@std/assert";
import { resultJson, resultLines } from "../../../src/cli/drive/result_lines.ts";
import type { DriveOutcome, Finding } from "../../../src/replay/drive_contract.ts";

function outcomeOf(findings: readonly Finding[]): DriveOutcome {
  return {
    session: 1,
    line: 4,
    expected: 3,
    matched: 1,
    differing: 0,
    missing: 0,
    unexpected: 0,
    sent: 1,
    unsent: 0,
    more: [],
    findings,
    isSame: findings.length === 0,
  };
}

function differing(line: number, got: number): Finding {
  const text = `entry ${line}: moved: $.lat expected 1, got ${got}`;
  return { kind: "differs", line, texts: [text], accept: "--ignore '$.lat'" };
}

Deno.test("resultLines() tells once what differs again and again in the same place", () => {
  const findings = [7, 9, 11, 13, 15, 17, 19, 21].map((line) => differing(line, line));
  const other: Finding = { kind: "missing", line: 30, texts: ["entry 30: no end came"] };
  assertEquals(resultLines([outcomeOf([...findings, other])], "strict"), [
    "Session 1 (entry 4): 1 of 3 answers as on the tape, 1 message sent",
    "  entry 7: moved: $.lat expected 1, got 7",
    "    the same of entries 9, 11, 13, 15, 17 and 2 more",
    "    to accept it: --ignore '$.lat'",
    "  entry 30: no end came",
    "The answers DIFFER from the tape (--match strict)",
  ]);
});

Deno.test("resultLines() counts what is on no entry of the tape", () => {
  const finding: Finding = { kind: "unexpected", texts: ["alarm: the tape does not have it"] };
  assertEquals(resultLines([outcomeOf([finding, finding, finding])], "shape").slice(1, 3), [
    "  unexpected: alarm: the tape does not have it",
    "    and 2 times more",
  ]);
});

Deno.test("resultLines() tells twenty different findings, and how many more there are", () => {
  const findings = Array.from({ length: 23 }, (_, index): Finding => (
    { kind: "missing", line: index, texts: [`entry ${index}: no event${index} came`] }
  ));
  const lines = resultLines([outcomeOf(findings)], "shape");
  assertEquals(lines.length, 23);
  assertEquals(lines.at(-2), "  … and 3 more");
});

Deno.test("resultJson() keeps every finding", () => {
  const findings = [differing(7, 7), differing(9, 9)];
  const { same, sessions } = resultJson([outcomeOf(findings)], "strict");
  assertEquals([same, Object(sessions)[0].findings], [false, findings]);
});

Deno.test("resultLines() calls nothing the same where somebody hurried away before", () => {
  assertEquals(resultLines([], "shape"), ["Stopped before anything was compared"]);
  assertEquals(resultJson([], "strict")["same"], false);
});

Deno.test("resultLines() leaves out what is told elsewhere, but not how to accept it", () => {
  const unsent: Finding = { kind: "unsent", line: 9, texts: ["entry 9: hello was not sent"] };
  const missing: Finding = { kind: "missing", line: 30, texts: ["entry 30: no end came"] };
  const findings = [differing(7, 7), differing(8, 8), missing, unsent];
  const outcome = { ...outcomeOf(findings), more: [{ what: "moved", count: 3 }] };
  assertEquals(resultLines([outcome], "shape", { short: true }), [
    "Session 1 (entry 4): 1 of 3 answers as on the tape, 1 message sent",
    "  entry 9: hello was not sent",
    "    to accept it: --ignore '$.lat'",
    "The answers DIFFER from the tape (--match shape)",
  ]);
});
