// Each kind of finding in words: what moved, was answered otherwise, came late, lived otherwise.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Finding, Late, LiveChange, Row } from "../../../../src/diff/result.ts";
import { act, key, result, shown, summary } from "./build.ts";

const track = key("← /sfa location:track");
const plan = key("→ /sfa visit:plan");

Deno.test("diffLines() tells what moved where it was and where it is", () => {
  const moved: Finding = {
    kind: "moved",
    session: 0,
    left: act(plan, 5, ["a"]),
    right: act(plan, 8, ["a"]),
    by: 3,
  };
  const rows: readonly Row[] = [
    { mark: "moved-away", left: moved.left, right: moved.right, finding: moved },
    { mark: "same", left: act(plan, 6, []), right: act(plan, 7, []) },
    { mark: "moved-here", left: moved.left, right: moved.right, finding: moved },
  ];
  const lines = shown(result({ rows, findings: [moved] }));
  const start = lines.findIndex((line) => line.startsWith("@@"));
  assertEquals(lines.slice(start + 1, start + 6), [
    '< #5     → /sfa  visit:plan  "a"',
    "           moved to #8",
    "  #6 #7  → /sfa  visit:plan",
    '>    #8  → /sfa  visit:plan  "a"',
    "           moved 3 places down",
  ]);
});

Deno.test("diffLines() tells of answers that are lost, new and changed", () => {
  const answer = { line: 9, at: 95, content: { id: 1, shape: 1, value: [{ ok: true }] } };
  const left = act(plan, 5, [], { asks: true, answer });
  const right = act(plan, 5, [], { asks: true });
  const base = { kind: "answer", session: 0, differences: [] } as const;
  const findings: readonly Finding[] = [
    { ...base, what: "lost", left, right },
    { ...base, what: "new", left: right, right: left },
    {
      ...base,
      what: "changed",
      left,
      right: left,
      differences: [{ path: "$.ok", left: true, right: false }],
    },
  ];
  const rows = findings.map((finding): Row => ({ mark: "changed", left, right, finding }));
  const lines = shown(result({ rows, findings }));
  assertEquals(lines[0], "different: 1 answer lost, 1 answer new, 1 answer changed");
  const text = lines.join("\n");
  assertStringIncludes(text, 'answer lost: #9 {"ok":true}');
  assertStringIncludes(text, 'answered now: #9 {"ok":true}');
  assertStringIncludes(text, "answer #9 | #9");
  assertStringIncludes(text, "$.ok  true → false");
});

const LATE: readonly (readonly [what: Late["what"], words: string])[] = [
  ["gap", "came after 4.20 s, not after 1.00 s"],
  ["answer", "answered after 4.20 s, not after 1.00 s"],
  ["rate", "from here on one every 4.20 s, not every 1.00 s"],
  ["heartbeat", "heartbeat answered after 4.20 s, not after 1.00 s"],
  ["drift", "from here on the timelines are apart: 1.00 s | 4.20 s"],
];

for (const [what, words] of LATE) {
  Deno.test(`diffLines() tells what is late: ${what}`, () => {
    const [left, right] = [act(track, 5, []), act(track, 6, [])];
    const times = { leftMilliseconds: 1000, rightMilliseconds: 4200 };
    const finding: Finding = { kind: "late", session: 0, what, left, right, ...times };
    const lines = shown(
      result({ rows: [{ mark: "same", left, right, finding }], findings: [finding] }),
    );
    assertEquals(lines[0], "different: 1 late");
    assertEquals(lines.filter((line) => line.trim() === words).length, 2);
    assert(lines.includes("~ #5 #6  ← /sfa  location:track"));
  });
}

const seen = act(track, 140, []);
const LIVE: readonly (readonly [change: LiveChange, words: string])[] = [
  [
    { what: "field-lost", path: "$.speed", count: 3, of: 428, example: seen },
    "$.speed  lost in 3 of 428  see - #140",
  ],
  [
    { what: "field-new", path: "$.alt", count: 3, of: 428, example: seen },
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
      example: seen,
    },
    "$.lat  number → number or null in 1 of 9  see + #140",
  ],
  [
    { what: "range", path: "$.speed", left: [0, 12.5], right: [130, 180], example: seen },
    "$.speed  0 … 12.5 → 130 … 180  see + #140",
  ],
  [
    { what: "constant", path: "$.room", left: "a", right: "b", example: seen },
    '$.room  "a" → "b"  see + #140',
  ],
  [{ what: "rate", left: 1.02, right: 0.5 }, "rate  1.02/s → 0.50/s"],
  [
    { what: "gap", left: 1020, right: 14_200, example: seen },
    "longest silence  1.02 s → 14.2 s  before + #140",
  ],
  [{ what: "order", path: "$.n", example: seen }, "$.n  does not grow any more  see + #140"],
  [{ what: "answers", left: 1, right: 0.5 }, "answered  100 % → 50 %"],
];

for (const [change, words] of LIVE) {
  Deno.test(`diffLines() tells how live values changed: ${change.what}`, () => {
    const { what } = change;
    const finding: Finding = { kind: "live", session: 0, key: track, what, change };
    const events = [summary(track, { left: 431, right: 428, isLive: true })];
    const lines = shown(result({ findings: [finding] }, { events }));
    assertEquals(lines[0], "different: 1 change of live values");
    assert(lines.includes(`    ${words}`), lines.join("\n"));
    assert(lines.some((line) => line.trim() === `/sfa  location:track  ${words}`));
  });
}
