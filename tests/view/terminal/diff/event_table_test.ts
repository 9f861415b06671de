// How each event fared, in words: what is a consequence, what stands for something else, what came in
// another session, what is noise.

import { assert, assertEquals } from "@std/assert";
import type { ActKey } from "../../../../src/diff/act.ts";
import type { DiffResult, Finding, Row, SessionDiff } from "../../../../src/diff/result.ts";
import { act, ending, key, result, session, shown, summary } from "./build.ts";

const track = key("← / tick");
const end = ending("disconnect", 2000, { by: "client" });

function table(of: DiffResult): readonly string[] {
  return shown(of).filter((line) => /^[→←] /.test(line));
}

function ended(consequences: number): Finding {
  return { kind: "ending", session: 0, left: end, right: end, consequences };
}

Deno.test("eventLines() calls a consequence what had no time to come, and noise what was learned", () => {
  const events = [summary(track, { left: 30, right: 15, same: 15 })];
  assertEquals(table(result({ findings: [ended(15)] }, { events })), [
    "← tick  30 vs 15  as a consequence",
  ]);
  assertEquals(table(result({ findings: [ended(0)] }, { events })), ["← tick  30 vs 15  noise"]);
});

const INSTEAD: readonly (readonly [left: ActKey, right: ActKey, lines: readonly string[]])[] = [
  [key("← / price"), key("← / price2"), [
    "← price   1 vs 0  1 changed",
    "← price2  0 vs 1  1 instead of ← price",
  ]],
  [key("→ / x"), key("→ /a x"), [
    "→ x      1 vs 0  1 changed",
    "→ /a  x  0 vs 1  1 instead of → x",
  ]],
  [key("← /a CONNECT", "connect"), key("← /a refused", "refuse"), [
    "← /a  CONNECT        1 vs 0  1 changed",
    "← /a  CONNECT_ERROR  0 vs 1  1 instead of ← /a  CONNECT",
  ]],
];

for (const [one, other, lines] of INSTEAD) {
  Deno.test(`eventLines() says ${lines.at(-1)}`, () => {
    const finding: Finding = {
      kind: "changed",
      session: 0,
      left: act(one, 5, []),
      right: act(other, 5, []),
      differences: [],
      consequences: 3,
    };
    const events = [
      summary(one, { left: 1, right: 0, changed: 1 }),
      summary(other, { left: 0, right: 1 }),
    ];
    assertEquals(table(result({ findings: [finding] }, { events })), lines);
  });
}

/** A session of ten ticks, of which so many came before it broke off, and the rest in others. */
function broken(
  cuts: readonly [from: number, to: number][],
  alone: "left" | "right",
  say = (n: number): number => n,
): DiffResult {
  const ticks = Array.from({ length: 10 }, (_, n) => act(track, 10 + n, [n]));
  const [first] = cuts;
  const most = first?.[0] ?? 0;
  const rows = ticks.map((tick, n): Row => {
    if (n < most) return { mark: "same", left: tick, right: tick };
    return alone === "right" ? { mark: "missing", left: tick } : { mark: "added", right: tick };
  });
  const [whole, part] = [session(ticks), session(ticks.slice(0, most))];
  const pair: SessionDiff = {
    left: alone === "right" ? whole : part,
    right: alone === "right" ? part : whole,
    same: false,
    rows: () => rows,
  };
  const others = cuts.map(([from, to], index): SessionDiff => {
    const acts = ticks.slice(from, to).map(({ line, content, key }, at) => ({
      ...act(key, line + 20, [say(at)]),
      content: { ...content, id: say(content.id) },
    }));
    const made = session(
      [act(key("→ / handshake", "open"), 30, null), ...acts],
      end,
      `session ${index + 2}`,
    );
    return { [alone]: made, same: false, rows: () => [] };
  });
  const kind = alone === "right" ? "session-added" : "session-missing";
  const findings: readonly Finding[] = [
    ended(10 - most),
    ...others.map((_, index): Finding => ({ kind, session: index + 1 })),
  ];
  const count = cuts.reduce((sum, [from, to]) => sum + to - from, 0);
  const counted = alone === "right" ? { added: count } : { missing: count };
  const events = [summary(track, { left: 10, right: 10, same: most, ...counted })];
  return result({ findings }, { sessions: [pair, ...others], events });
}

Deno.test("diffLines() says that a new session goes on where another one broke off", () => {
  const lines = shown(broken([[6, 10]], "right"));
  assert(lines.includes("← tick  10  4 in session 2"), lines.join("\n"));
  const told = "session 2 goes on where session 1 (/sfa) broke off, with the same 4 acts";
  assert(lines.includes(told), lines.join("\n"));
});

Deno.test("diffLines() says so of each session, when it broke off several times", () => {
  const lines = shown(broken([[4, 7], [7, 10]], "right"));
  assert(lines.includes("← tick  10  3 in session 2 · 3 in session 3"), lines.join("\n"));
  assertEquals(lines.filter((line) => line.includes(" goes on where ")).length, 2);
});

Deno.test("diffLines() says so of a session that only the good tape has", () => {
  const lines = shown(broken([[6, 10]], "left"));
  assert(lines.includes("← tick  10  4 in session 2"), lines.join("\n"));
  const told = "session 2 went on where session 1 (/sfa) had broken off, with the same 4 acts";
  assert(lines.includes(told), lines.join("\n"));
});

Deno.test("diffLines() does not say so of a session that says something else", () => {
  const lines = shown(broken([[6, 10]], "right", (n) => n + 100));
  assert(lines.includes("← tick  10  4 added"), lines.join("\n"));
  assert(!lines.some((line) => line.includes("goes on where")));
});
