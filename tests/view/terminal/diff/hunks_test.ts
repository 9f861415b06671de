// Timelines cut into hunks: how much stands around a difference, when two become one, how many rows
// there are at the most; and which rows tell something at all.

import { assertEquals } from "@std/assert";
import type { Finding, Row } from "../../../../src/diff/result.ts";
import { type Hunk, hunksOf } from "../../../../src/view/terminal/diff/hunks.ts";
import { CountedFindings, toldRows } from "../../../../src/view/terminal/diff/told_rows.ts";
import { act, key } from "./build.ts";

const track = key("← /sfa location:track");

const NOTHING = new CountedFindings([]);

/** `.` is the same, `x` changed; each has its place as its line. */
function rowsOf(marks: string): readonly Row[] {
  return Array.from(marks, (mark, index): Row => {
    const left = act(track, index, []);
    const right = act(track, index, []);
    if (mark === ".") return { mark: "same", left, right };
    return { mark: "changed", left, right, finding: findingFor(left, right) };
  });
}

function findingFor(left: Row["left"], right: Row["right"]): Finding {
  if (left === undefined || right === undefined) throw new Error("a change has two sides");
  return { kind: "changed", session: 0, left, right, differences: [] };
}

function hunks(marks: string, context: number, mostRows = Infinity): readonly Hunk[] {
  const rows = rowsOf(marks);
  const findings = new CountedFindings(rows.flatMap(({ finding }) => finding ?? []));
  const told = toldRows(rows, { findings, consequences: Infinity });
  return [...hunksOf(told, { context, mostRows })];
}

function spans(marks: string, context: number): readonly string[] {
  return hunks(marks, context).map(({ rows }) =>
    `${rows[0]?.left?.line ?? "?"}-${rows.at(-1)?.left?.line ?? "?"}`
  );
}

const TABLE: readonly (readonly [marks: string, context: number, spans: readonly string[]])[] = [
  ["....", 3, []],
  ["x", 3, ["0-0"]],
  ["....x....", 3, ["1-7"]],
  ["....x....", 0, ["4-4"]],
  ["x......x", 3, ["0-7"]],
  ["x.......x", 3, ["0-3", "5-8"]],
  ["x.x", 0, ["0-0", "2-2"]],
  ["xx", 0, ["0-1"]],
  ["x..x...x", 1, ["0-4", "6-7"]],
  [".x.........x.", 2, ["0-3", "9-12"]],
];

for (const [marks, context, expected] of TABLE) {
  Deno.test(`hunksOf() cuts ${marks} with ${context} around`, () => {
    assertEquals(spans(marks, context), expected);
  });
}

Deno.test("hunksOf() keeps so many rows of a hunk and counts the others", () => {
  const [hunk] = hunks("..xxxxxxxx..", 1, 4);
  assertEquals([hunk?.rows.length, hunk?.left], [4, 6]);
});

Deno.test("toldRows() shows noise as the same, each side of what moved on its own", () => {
  const [left, right] = [act(track, 1, []), act(track, 5, [])];
  const finding: Finding = { kind: "moved", session: 0, left, right, by: 1 };
  const rows: readonly Row[] = [
    { mark: "moved-away", left, right, finding },
    { mark: "moved-here", left, right, finding },
  ];
  const told = [...toldRows(rows, { findings: NOTHING, consequences: 1 })];
  assertEquals(told, [
    { row: { mark: "same", left }, tells: false },
    { row: { mark: "same", right }, tells: false },
  ]);
});

Deno.test("toldRows() tells the first of what only follows, and counts the others", () => {
  const rows = [1, 2, 3, 4].map((line): Row => ({ mark: "missing", left: act(track, line, []) }));
  const told = toldRows(rows, { findings: NOTHING, consequences: 1 });
  const { value } = told.next();
  assertEquals(value, { row: { mark: "missing", left: act(track, 1, []) }, tells: true });
  assertEquals(told.next(), { done: true, value: 3 });
});

Deno.test("toldRows() finds what came late among what is the same", () => {
  const [left, right] = [act(track, 1, []), act(track, 1, [])];
  const times = { leftMilliseconds: 1, rightMilliseconds: 900 };
  const finding: Finding = { kind: "late", session: 0, what: "answer", left, right, ...times };
  const rows: readonly Row[] = [{ mark: "same", left, right }];
  const told = toldRows(rows, { findings: new CountedFindings([finding]), consequences: 1 });
  assertEquals([...told], [{ row: { mark: "same", left, right, also: [finding] }, tells: true }]);
});
