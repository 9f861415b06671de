// Each kind of finding in words: what moved, was answered otherwise, came late, lived otherwise.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Finding, Late, Row } from "../../../../src/diff/result.ts";
import { act, key, result, shown } from "./build.ts";

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

Deno.test("diffLines() says which of two that say the same came first", () => {
  const [one, other] = [act(plan, 5, ["a"]), act(plan, 6, ["a"])];
  const after: Finding = { kind: "added", session: 0, right: other, repeats: one };
  const before: Finding = { kind: "added", session: 0, right: one, repeats: other };
  for (const [finding, words] of [[after, "repeats #5"], [before, "repeated by #6"]] as const) {
    const rows: readonly Row[] = [{ mark: "added", right: finding.right, finding }];
    const lines = shown(result({ rows, findings: [finding] }));
    assert(lines.some((line) => line.trim() === words), lines.join("\n"));
  }
});

Deno.test("diffLines() tells binary of one size apart by its hash, in lines and in differences", () => {
  const [hello, other] = ["hello", "hellO"].map((text) => new TextEncoder().encode(text));
  if (hello === undefined || other === undefined) throw new Error("both are there");
  const [left, right] = [act(plan, 5, [{ i: 1, d: hello }]), act(plan, 5, [{ i: 1, d: other }])];
  const told = { $binary: { bytes: 5, sha256: "04a6f55fc8f20d4a" } };
  const finding: Finding = {
    kind: "changed",
    session: 0,
    left,
    right,
    differences: [{ path: "$.d", left: hello, right: told }],
  };
  const rows: readonly Row[] = [{ mark: "changed", left, right, finding }];
  for (const sideBySide of [undefined, 160]) {
    const canvas = sideBySide === undefined ? {} : { sideBySide };
    const text = shown(result({ rows, findings: [finding] }), canvas).join("\n");
    assertStringIncludes(text, '{"i":1,"d":<sha256 2cf24dba, 5 bytes>}');
    assertStringIncludes(text, '{"i":1,"d":<sha256 04a6f55f, 5 bytes>}');
    assertStringIncludes(text, "$.d  <sha256 2cf24dba, 5 bytes> → <sha256 04a6f55f, 5 bytes>");
  }
});
