// What is different about events whose values live, in words, and where it says to look.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Finding, LiveChange } from "../../../../src/diff/result.ts";
import { act, key, result, shown, summary } from "./build.ts";

const track = key("← /sfa location:track");
const example = act(track, 140, []);
const good = act(track, 12, []);
const order = { what: "order", path: "$.n", paths: ["$.n"], example } as const;

const LIVE: readonly (readonly [change: LiveChange, words: string])[] = [
  [
    { what: "field-lost", path: "$.speed", count: 3, of: 428, example: good, odd: example },
    "$.speed  lost in 3 of 428  see - #12 + #140",
  ],
  [
    { what: "field-lost", path: "$.speed", count: 3, of: 428, example: good },
    "$.speed  lost in 3 of 428  see - #12",
  ],
  [
    { what: "field-new", path: "$.alt", count: 3, of: 428, example },
    "$.alt  new in 3 of 428  see + #140",
  ],
  [
    {
      what: "type",
      path: "$.lat",
      leftTypes: ["number"],
      rightTypes: ["number", "null"],
      count: 1,
      of: 9,
      example,
    },
    "$.lat  number → number or null in 1 of 9  see + #140",
  ],
  [
    { what: "range", path: "$.speed", left: [0, 12.5], right: [130, 180], example },
    "$.speed  0 … 12.5 → 130 … 180  see + #140",
  ],
  [
    { what: "constant", path: "$.room", left: "a", right: "b", example },
    '$.room  "a" → "b"  see + #140',
  ],
  [{ what: "rate", left: 1.02, right: 0.5, example }, "rate  1.02/s → 0.50/s  see + #140"],
  [
    { what: "gap", left: 1020, right: 14_200, example },
    "longest silence  1.02 s → 14.2 s  before + #140",
  ],
  [
    { what: "silence", where: "begin", left: 1020, right: 14_200, example },
    "silence before the first  1.02 s → 14.2 s  before + #140",
  ],
  [
    { what: "silence", where: "end", left: 1020, right: 14_200, example },
    "silence after the last  1.02 s → 14.2 s  see + #140",
  ],
  [
    { what: "silence", where: "whole", left: 1020, right: 14_200, expected: good },
    "none in 14.2 s  see - #12",
  ],
  [{ ...order, how: "back", count: 1 }, "$.n  goes back  see + #140"],
  [
    { ...order, how: "back", count: 3, paths: ["$.n", "$.ts"] },
    "$.n, $.ts  goes back, 3 times  see + #140",
  ],
  [
    { ...order, how: "still", count: 5 },
    "$.n  does not grow any more, 5 times the same  see + #140",
  ],
  [{ ...order, how: "repeated", count: 1 }, "$.n  tells a number again  see + #140"],
  [{ ...order, how: "repeated", count: 4 }, "$.n  tells 4 numbers again  see + #140"],
  [{ ...order, how: "skipped", count: 1 }, "$.n  leaves a number out  see + #140"],
  [{ ...order, how: "skipped", count: 4 }, "$.n  leaves 4 numbers out  see + #140"],
  [
    {
      what: "outlier",
      how: "far",
      path: "$.speed",
      paths: ["$.speed"],
      usual: [0, 12.5],
      value: 9999,
      count: 1,
      of: 200,
      example,
    },
    "$.speed  0 … 12.5 → 9999  see + #140",
  ],
  [
    {
      what: "outlier",
      how: "text",
      path: "$.status",
      paths: ["$.status"],
      usual: ["ON", "OFF"],
      value: "?",
      count: 2,
      of: 200,
      example,
    },
    '$.status  "ON" or "OFF" → "?" in 2 of 200  see + #140',
  ],
  [{ what: "answers", left: 1, right: 0.5, example }, "answered  100 % → 50 %  see + #140"],
];

for (const [change, words] of LIVE) {
  Deno.test(`liveParts() says ${words}`, () => {
    const { what } = change;
    const finding: Finding = { kind: "live", session: 0, key: track, what, change };
    const events = [summary(track, { left: 431, right: 428, isLive: true })];
    const lines = shown(result({ findings: [finding] }, { events }));
    assertEquals(lines[0], "different: 1 change of live values");
    assert(lines.includes(`    ${words}`), lines.join("\n"));
    assert(lines.some((line) => line.trim() === `/sfa  location:track  ${words}`));
  });
}

Deno.test("liveParts() says when it is about the answers to an event", () => {
  const check = key("→ /sfa visit:check");
  const change: LiveChange = { what: "constant", path: "$.ok", left: true, right: false, example };
  const what = { what: change.what, change, ofAnswers: true } as const;
  const finding: Finding = { kind: "live", session: 0, key: check, ...what };
  const events = [summary(check, { left: 4, right: 4, same: 4 })];
  const text = shown(result({ findings: [finding] }, { events })).join("\n");
  assertStringIncludes(
    text,
    "→ /sfa  visit:check  4  answers live\n    its answers: $.ok  true → false  see + #140",
  );
});

Deno.test("diffLines() looks for a lost field where it is missing, on both tapes", () => {
  const change: LiveChange = {
    what: "field-lost",
    path: "$.speed",
    count: 1,
    of: 200,
    example: good,
    odd: example,
  };
  const finding: Finding = { kind: "live", session: 0, key: track, what: change.what, change };
  const lines = shown(result({ findings: [finding] }));
  assert(lines.includes("The first difference in session 1 (/sfa), 1.40 s after the start:"));
  assert(
    lines.includes(
      "to look closer: inspect good.ndjson --around 12 · inspect bad.ndjson --around 140",
    ),
  );
});
