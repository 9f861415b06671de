// The flag that would allow a difference: one that can be typed as it stands.

import { assertEquals } from "@std/assert";
import type { ValueObject } from "../../../../src/base/json.ts";
import type { Act } from "../../../../src/diff/act.ts";
import type { Difference, Finding, LiveChange } from "../../../../src/diff/result.ts";
import { act, key, result, session, shown } from "./build.ts";

const plan = key("→ /sfa visit:plan");

const TABLE: readonly (readonly [difference: Difference, flag: string])[] = [
  [{ path: "$.room", left: "a", right: "b" }, "--ignore '$.room'"],
  [{ path: "$.speed", left: 8, right: 8.034 }, "--ignore '$.speed' or --tolerance '$.speed=0.04'"],
  [{ path: "$.n", left: 81, right: 100 }, "--ignore '$.n' or --tolerance '$.n=20'"],
  [{ path: "$.speed", left: 8, right: 9999 }, "--ignore '$.speed'"],
  [{ path: "$.n", left: 0, right: 5 }, "--ignore '$.n'"],
  [
    { path: "$.ts", left: 1_790_172_922_180, right: 1_790_172_932_180 },
    "--ignore '$.ts' or --time 10s",
  ],
  [
    { path: "$.ts", left: "2026-11-20T10:00:00.000Z", right: "2026-11-20T10:00:00.250Z" },
    "--ignore '$.ts' or --time 300ms",
  ],
  [
    { path: "$.ts", left: "2026-11-20T10:00:00Z", right: "2026-11-21T10:00:00Z" },
    "--ignore '$.ts'",
  ],
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

const POSITIONS: readonly (readonly [right: object, flag: string])[] = [
  [{ lat: -6.2004, lng: 106.8 }, "--geo 50m or --ignore '$.at.lat' --ignore '$.at.lng'"],
  [{ lat: 0, lng: 0 }, "--ignore '$.at.lat' --ignore '$.at.lng'"],
  [{ lat: null, lng: 106.8 }, "--ignore '$.at.lat' --ignore '$.at.lng'"],
];

for (const [place, flag] of POSITIONS) {
  Deno.test(`hintLines() allows both halves of a position: ${JSON.stringify(place)}`, () => {
    const { lat } = place as { readonly lat: number | null };
    const left = act(plan, 5, [{ at: { lat: -6.2, lng: 106.8 } }]);
    const right = act(plan, 6, [{ at: place as ValueObject }]);
    const differences: readonly Difference[] = [{ path: "$.at.lat", left: -6.2, right: lat }];
    const changed: Finding = { kind: "changed", session: 0, left, right, differences };
    assertEquals(shown(result({ findings: [changed] })).at(-1), `to allow a change: ${flag}`);
    const answered = ({ content, line, at }: Act): Act =>
      act(plan, line, [], { answer: { line, at, content } });
    const answer: Finding = {
      kind: "answer",
      what: "changed",
      session: 0,
      left: answered(left),
      right: answered(right),
      differences,
    };
    assertEquals(shown(result({ findings: [answer] })).at(-1), `to allow a change: ${flag}`);
  });
}

Deno.test("hintLines() ignores all that one event carries, not all of every event", () => {
  const [leftTypes, rightTypes] = [["object"], ["null"]];
  const example = act(plan, 6, []);
  const change: LiveChange = {
    ...{ what: "type", path: "$", leftTypes, rightTypes, count: 1, of: 9, example },
  };
  const live: Finding = { kind: "live", session: 0, key: plan, what: change.what, change };
  assertEquals(
    shown(result({ findings: [live] })).at(-1),
    "to allow a change: --ignore 'visit:plan:$'",
  );
});

Deno.test("hintLines() looks at the session's beginning where a tape has nothing to show", () => {
  const expected = act(plan, 25, []);
  const change: LiveChange = { what: "silence", where: "whole", left: 9, right: 99, expected };
  const live: Finding = { kind: "live", session: 0, key: plan, what: change.what, change };
  const right = session([act(plan, 7, [])]);
  assertEquals(
    shown(result({ findings: [live], right })).at(-2),
    "to look closer: inspect good.ndjson --around 25 · inspect bad.ndjson --around 7",
  );
});

Deno.test("hintLines() ignores all places that stopped to grow at once", () => {
  const change: LiveChange = {
    what: "order",
    how: "back",
    path: "$.n",
    paths: ["$.n", "$.ts"],
    count: 1,
    example: act(plan, 6, []),
  };
  const live: Finding = { kind: "live", session: 0, key: plan, what: change.what, change };
  assertEquals(
    shown(result({ findings: [live] })).at(-1),
    "to allow a change: --ignore '$.n' --ignore '$.ts'",
  );
});

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
