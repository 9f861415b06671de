// What people are told of two tapes, for results made by hand: the story, the table, the hunks.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DEFAULT_RULES, type DiffRules } from "../../../../src/diff/rules.ts";
import { compilePath } from "../../../../src/timeline/filter/path.ts";
import type { Finding, Row } from "../../../../src/diff/result.ts";
import { textWidth } from "../../../../src/view/terminal/text_width.ts";
import type { PaintStyle } from "../../../../src/view/terminal/paint.ts";
import { act, key, result, session, shown, summary, tape } from "./build.ts";

const subscribe = key("→ /sfa room:subscribe");
const track = key("← /sfa location:track");
const plan = key("→ /sfa visit:plan");
const connect = key("← /sfa CONNECT", "connect");

const good = act(connect, 56, null);
const asked = act(subscribe, 83, [{ room: "track_2" }]);
const changed: Finding = {
  kind: "changed",
  session: 0,
  left: asked,
  right: act(subscribe, 84, [{ room: "track_19" }]),
  differences: [{ path: "$.room", left: "track_2", right: "track_19" }],
};
const changedRow: Row = {
  mark: "changed",
  left: changed.left,
  right: changed.right,
  finding: changed,
};

Deno.test("diffLines() says in one friendly line that tapes are the same", () => {
  const rows: readonly Row[] = [{ mark: "same", left: good, right: good }];
  const same = result({ rows }, { events: [summary(connect, { left: 1, right: 1, same: 1 })] });
  assertEquals(shown(same), ["same: 1 session, 1 act"]);
});

Deno.test("diffLines() says which values live, and how often they came, when all is the same", () => {
  const [left, right] = [session([good, good]), session([good])];
  const events = [summary(track, { left: 431, right: 428, isLive: true })];
  assertEquals(shown(result({ left, right }, { events })), [
    "same: 1 session, 2 and 1 acts; 1 event with live values, compared by shape",
    "← /sfa  location:track  431 vs 428  same shape · values live",
  ]);
});

Deno.test("diffLines() names the noise that was found, by rule", () => {
  const rule = { kind: "value", event: "visit:plan", namespace: "/sfa", from: "client" } as const;
  const noise = [
    { finding: changed, rule: { kind: "ending" } as const },
    { finding: changed, rule: { ...rule, path: "$.id" } },
    { finding: changed, rule: { ...rule, path: "$.id" } },
    { finding: changed, rule: { ...rule, kind: "answer", what: "lost" } as const },
    { finding: changed, rule: { ...rule, kind: "live", what: "of tomorrow" } as const },
  ];
  assertEquals(shown(result({}, { noise })).slice(1), [
    "noise, not counted: 5 differences",
    "  2 × → /sfa  visit:plan  $.id differs",
    "  1 × sessions end otherwise",
    "  1 × → /sfa  visit:plan  is not answered",
    "  1 × → /sfa  visit:plan  differs",
  ]);
});

Deno.test("diffLines() says what did not count, and what was allowed", () => {
  const path = compilePath("$.room");
  const rules: DiffRules = {
    ...DEFAULT_RULES,
    only: ["/sfa"],
    ignore: [{ path }, { path: compilePath("**.ts"), event: "visit:plan" }],
    geo: 10,
    time: 2000,
    tolerances: [{ path: compilePath("$.speed"), amount: 0.5 }],
    sets: [{ path }],
    keys: [{ path, key: "id" }],
    noise: [
      { kind: "order" },
      { kind: "value", event: "visit:plan", namespace: "/sfa", from: "client", path: "$.id" },
    ],
  };
  assertEquals(shown(result({}, { rules }), { columns: 70 }).slice(1), [
    "only compared: /sfa",
    "not compared: $.room, visit:plan:**.ts",
    "not compared, as noise: → /sfa  visit:plan  $.id",
    "allowed: positions 10.0 m apart, times 2.00 s apart,",
    "$.speed 0.5 apart, $.room in any order, $.room in any order by id",
  ]);
  const many = Array.from({ length: 12 }, () => ({ path }));
  const lines = shown(result({}, { rules: { ...DEFAULT_RULES, ignore: many } }));
  assertEquals(lines.at(-1), "and 2 more");
});

Deno.test("diffLines() tells the story first, then the hunk, then what to do", () => {
  const rows: readonly Row[] = [{ mark: "same", left: good, right: good }, changedRow];
  const lines = shown(result({ rows, findings: [changed] }, {
    first: { finding: changed, lastGood: { left: good, right: good } },
    events: [
      summary(subscribe, { left: 1, right: 1, changed: 1 }),
      summary(connect, { left: 1, right: 1, same: 1 }),
    ],
  }));
  assertEquals(lines, [
    "different: 1 changed",
    "--- good.ndjson  126 entries in 2.10 s",
    "+++ bad.ndjson  126 entries in 2.10 s",
    "",
    "The first difference in session 1 (/sfa), 830 ms after the start:",
    "  last good #56 #56  ← /sfa  CONNECT",
    '  expected  #83      → /sfa  room:subscribe  {"room":"track_2"}',
    '  actual        #84  → /sfa  room:subscribe  {"room":"track_19"}',
    '                       $.room  "track_2" → "track_19"',
    "",
    "→ /sfa  room:subscribe  1  1 changed",
    "the other one is the same",
    "",
    "session 1 (/sfa) ended as before: client disconnected",
    "",
    "@@ session 1 (/sfa) · entries 56–83 | 56–84 · 560 ms @@",
    "  #56 #56  ← /sfa  CONNECT",
    '~ #83 #84  → /sfa  room:subscribe  {"room":"track_2"}',
    '             $.room  "track_2" → "track_19"',
    "",
    "to look closer: inspect good.ndjson --around 83 · inspect bad.ndjson --around 84",
    "to allow a change: --ignore '$.room'",
  ]);
});

Deno.test("diffLines() has two columns, changes on both sides", () => {
  const missing: Finding = { kind: "missing", session: 0, left: act(plan, 90, [1]) };
  const added: Finding = { kind: "added", session: 0, right: act(plan, 91, [2]) };
  const rows: readonly Row[] = [
    { mark: "same", left: good, right: good },
    changedRow,
    { mark: "missing", left: missing.left, finding: missing },
    { mark: "added", right: added.right, finding: added },
  ];
  const lines = shown(result({ rows, findings: [changed, missing, added] }), { sideBySide: 100 });
  const start = lines.findIndex((line) => line.startsWith("@@"));
  assertEquals(lines.slice(start + 1, start + 6), [
    "#56  ← /sfa  CONNECT                               #56  ← /sfa  CONNECT",
    '#83  → /sfa  room:subscribe  {"room":"track_2"}  ~ #84  → /sfa  room:subscribe  {"room":"track_19"}',
    '       $.room  "track_2"                                  $.room  "track_19"',
    "#90  → /sfa  visit:plan  1                       -",
    "                                                 + #91  → /sfa  visit:plan  2",
  ]);
});

Deno.test("diffLines() keeps both columns within the screen, however long values are", () => {
  const value = `${"x".repeat(300)}`;
  const long: Finding = {
    ...changed,
    differences: [{ path: "$.text", left: `${value}a`, right: `${value}b`, distance: "3 m" }],
  };
  const row: Row = { ...changedRow, left: act(subscribe, 8, [value]), finding: long };
  for (const columns of [100, 131]) {
    const made = result({ rows: [row], findings: [long] });
    for (const line of shown(made, { sideBySide: columns, columns })) {
      assert(textWidth(line) <= columns, line);
    }
  }
  const lines = shown(result({ rows: [row], findings: [long] }), { columns: 80 });
  for (const line of lines) assert(textWidth(line) <= 80, line);
});

Deno.test("diffLines() cuts nothing with --full", () => {
  const value = "x".repeat(5000);
  const row: Row = { ...changedRow, left: act(subscribe, 8, [value]) };
  const lines = shown(result({ rows: [row], findings: [changed] }), {
    full: true,
    columns: Infinity,
  });
  assert(lines.some((line) => line.includes(value)));
});

Deno.test("diffLines() shows 20 hunks and counts the others", () => {
  const rows = Array.from({ length: 34 * 3 }, (_, index): Row => {
    const [left, right] = [act(plan, index, []), act(plan, index, [])];
    if (index % 3 !== 0) return { mark: "same", left, right };
    const finding: Finding = { kind: "changed", session: 0, left, right, differences: [] };
    return { mark: "changed", left, right, finding };
  });
  const findings = rows.flatMap(({ finding }) => finding ?? []);
  const made = result({ rows, findings });
  const lines = shown(made, { context: 0 });
  assertEquals(lines.filter((line) => line.startsWith("@@")).length, 20);
  assert(lines.includes("… 14 more hunks: --full shows all"));
  const full = shown(made, { context: 0, full: true });
  assertEquals(full.filter((line) => line.startsWith("@@")).length, 34);
});

Deno.test("diffLines() says what there is to say of a tape itself", () => {
  const left = tape("good.ndjson", [], ["it was cut short"]);
  assert(shown(result({}, { left })).includes("good.ndjson: it was cut short"));
});

Deno.test("diffLines() lets nothing of a peer's steer the terminal", () => {
  const evil = "\x1b[31m\u202e";
  const of = key(`→ /${evil} ${evil}`);
  const left = act(of, 1, [{ [evil]: evil }]);
  const right = act(of, 1, [{ [evil]: `${evil}!` }]);
  const finding: Finding = {
    kind: "changed",
    session: 0,
    left,
    right,
    differences: [{ path: `$["${evil}"]`, left: evil, right: `${evil}!` }],
  };
  const rows: readonly Row[] = [{ mark: "changed", left, right, finding }];
  const pair = session([], undefined, `session 1 (${evil})`);
  const made = result({ rows, findings: [finding], left: pair, right: pair }, {
    events: [summary(of, { left: 1, right: 1, changed: 1 })],
    noise: [{ finding, rule: { kind: "value", event: evil, path: evil } }],
  });
  for (const sideBySide of [undefined, 120]) {
    const canvas = sideBySide === undefined ? {} : { sideBySide };
    const text = shown(made, canvas).join("\n");
    assert(!text.includes("\x1b") && !text.includes("\u202e"), text);
  }
});

Deno.test("diffLines() paints whole lines, never half a style", () => {
  const styles: PaintStyle[] = [];
  const paint = (style: PaintStyle, text: string): string => {
    styles.push(style);
    return `<${text}>`;
  };
  const lines = shown(result({ rows: [changedRow], findings: [changed] }), { paint, columns: 40 });
  for (const line of lines) {
    assertEquals(line.split("<").length, line.split(">").length, line);
  }
  assert(styles.includes("red") && styles.includes("green") && styles.includes("yellow"));
});

Deno.test("diffLines() has words for ids and secrets that were marked", () => {
  const value = [{ id: "\u{f0001}own id", key: "\u{f0000}hidden" }];
  const left = act(plan, 5, value);
  const missing: Finding = { kind: "missing", session: 0, left };
  const made = result({ rows: [{ mark: "missing", left, finding: missing }], findings: [missing] });
  assertStringIncludes(shown(made).join("\n"), '{"id":"<own id>","key":"<hidden>"}');
});
