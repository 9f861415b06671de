// What came late is counted by acts, and a rate that is told stands for its gaps.

import { assertEquals } from "@std/assert";
import type { Act } from "../../../../src/diff/act.ts";
import type { Finding, Late } from "../../../../src/diff/result.ts";
import { countLate, lateByKey, toldLate } from "../../../../src/view/terminal/diff/late_acts.ts";
import { act, key, result, shown, summary } from "./build.ts";

const track = key("← / tick");
const check = key("→ / check");

function late(what: Late["what"], left: Act, rightMilliseconds = 2000): Late {
  return {
    kind: "late",
    what,
    session: 0,
    left,
    right: left,
    leftMilliseconds: 1000,
    rightMilliseconds,
  };
}

Deno.test("diffLines() counts an act once that is late and at which the timelines part", () => {
  const tick = act(track, 5, []);
  const findings = [late("gap", tick, 11_000), late("drift", tick, 11_000)];
  const events = [summary(track, { left: 9, right: 9, same: 9, late: 2 })];
  const rows = [{ mark: "same", left: tick, right: tick }] as const;
  const lines = shown(result({ rows, findings }, { events }));
  assertEquals(lines[0], "different: 1 late");
  assertEquals(lines.find((line) => line.startsWith("← tick")), "← tick  9  1 late");
  assertEquals(lines.filter((line) => line.includes("came after 11.0 s")).length, 2);
});

const ticks = [1, 2, 3, 4].map((line) => act(track, line, []));
const gaps = ticks.map((tick) => late("gap", tick));
const example = act(track, 1, []);
const live: Finding = {
  kind: "live",
  session: 0,
  key: track,
  what: "rate",
  change: { what: "rate", left: 1, right: 0.5, example },
};

Deno.test("toldLate() tells no gap of a kind whose rate is told, but for a silence", () => {
  const [first] = ticks;
  if (first === undefined) throw new Error("there are ticks");
  const silence = late("gap", act(track, 9, []), 4001);
  const other = late("gap", act(check, 8, []));
  for (const rate of [live, late("rate", first, 2000)]) {
    const told = toldLate([...gaps, rate, silence, other]);
    assertEquals(told, [...(rate.kind === "late" ? [rate] : []), silence, other]);
  }
  assertEquals(toldLate([...gaps, other]), [...gaps, other]);
});

Deno.test("diffLines() folds the gaps of a rate to a count", () => {
  const findings = [...gaps, live];
  const events = [summary(track, { left: 9, right: 9, same: 9, late: 4, isLive: true })];
  const rows = ticks.map((tick) => ({ mark: "same", left: tick, right: tick }) as const);
  const lines = shown(result({ rows, findings }, { events, first: { finding: live } }));
  assertEquals(lines[0], "different: 1 change of live values");
  assertEquals(
    lines.find((line) => line.startsWith("← tick")),
    "← tick  9  same shape · values live · 4 late",
  );
  assertEquals(lines.filter((line) => line.startsWith("@@")), []);
});

Deno.test("lateByKey() and countLate() count acts", () => {
  const findings = [...gaps, ...gaps, late("answer", act(check, 7, []))];
  assertEquals([...lateByKey(findings).values()], [4, 1]);
  assertEquals(countLate(findings), 5);
});
