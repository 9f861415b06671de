// The flag that would allow a difference: one that can be typed as it stands.

import { assertEquals } from "@std/assert";
import type { Difference, Finding } from "../../../../src/diff/result.ts";
import { act, key, result, shown } from "./build.ts";

const plan = key("→ /sfa visit:plan");

const TABLE: readonly (readonly [difference: Difference, flag: string])[] = [
  [{ path: "$.room", left: "a", right: "b" }, "--ignore '$.room'"],
  [{ path: "$.speed", left: 8, right: 8.034 }, "--ignore '$.speed' or --tolerance '$.speed=0.04'"],
  [{ path: "$.n", left: 1, right: 13 }, "--ignore '$.n' or --tolerance '$.n=20'"],
  [{ path: "$.at", left: 1, right: 2, distance: "3.2 s" }, "--ignore '$.at'"],
  [{ path: "$.visits[id=7].at", left: "a", right: "b" }, "--ignore '$.visits[*].at'"],
  [{ path: "$.{lat,lng}", left: [1, 2], right: [1, 3], distance: "12.4 m" }, "--geo 20m"],
  [{ path: "$.{lat,lng}", left: [1, 2], right: [1, 3], distance: "1.2 km" }, "--geo 2km"],
  [{ path: "$", left: "a", right: "b" }, "--ignore 'visit:plan:$'"],
  [{ path: `$["it's"]`, left: 1, right: "a" }, `--ignore '$["it'\\''s"]'`],
];

for (const [difference, flag] of TABLE) {
  Deno.test(`hintLines() allows a difference at ${difference.path} with ${flag}`, () => {
    const [left, right] = [act(plan, 5, []), act(plan, 6, [])];
    const differences = [{ path: "namespace", left: "/a", right: "/b" }, difference];
    const finding: Finding = { kind: "changed", session: 0, left, right, differences };
    assertEquals(shown(result({ findings: [finding] })).at(-1), `to allow a change: ${flag}`);
  });
}

Deno.test("hintLines() knows no flag for what is missing, and names the baseline", () => {
  const finding: Finding = { kind: "missing", session: 0, left: act(plan, 5, []) };
  assertEquals(
    shown(result({ findings: [finding] })).at(-1),
    "to allow a change: --baseline OTHER_GOOD, if two good tapes differ there too",
  );
});

Deno.test("hintLines() never cuts a command", () => {
  const finding: Finding = { kind: "missing", session: 0, left: act(plan, 5, []) };
  const right = act(plan, 4, []);
  const first = { finding, lastGood: { left: right, right } };
  assertEquals(shown(result({ findings: [finding] }, { first }), { columns: 40 }).slice(-4), [
    "to look closer:",
    "  inspect good.ndjson --around 5",
    "  inspect bad.ndjson --around 4",
    "to allow a change: --baseline OTHER_GOOD, if two good tapes differ there too",
  ]);
});

Deno.test("hintLines() shows no command for what came through a pipe, and quotes odd names", () => {
  const finding: Finding = { kind: "missing", session: 0, left: act(plan, 5, []) };
  const made = result({ findings: [finding] });
  const lines = shown({ ...made, left: { ...made.left, name: "stdin" } });
  assertEquals(lines.filter((line) => line.startsWith("to look")), []);
  const odd = shown({ ...made, left: { ...made.left, name: "my tape.ndjson" } });
  assertEquals(odd.at(-2), "to look closer: inspect 'my tape.ndjson' --around 5");
});
