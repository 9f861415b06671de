// What came late, counted once: an act whose gap is long and at which the timelines part is one act,
// and where a rate is told, the gaps that it is made of are no news.

import type { Act, ActKey } from "../../../diff/act.ts";
import type { Finding, Late } from "../../../diff/result.ts";

/** A gap so many times as long as the new rate says is a silence of its own. */
const SILENCE_FACTOR = 2;

/** Late findings that are told one by one. */
export function toldLate(findings: readonly Finding[]): readonly Late[] {
  const late = lateOf(findings);
  if (late.length === 0) return late;
  const usual = usualGaps(findings);
  return late.filter(({ what, left, rightMilliseconds }) => {
    const gap = what === "gap" ? usual.get(left.key) : undefined;
    return gap === undefined || rightMilliseconds > SILENCE_FACTOR * gap;
  });
}

/** Acts, not findings. */
export function countLate(late: readonly Late[]): number {
  return new Set(late.map(({ left }) => left)).size;
}

/** How many acts of each kind came late, told or not. */
export function lateByKey(findings: readonly Finding[]): ReadonlyMap<ActKey, number> {
  const acts = new Map<ActKey, Set<Act>>();
  for (const { left } of lateOf(findings)) {
    const known = acts.get(left.key) ?? new Set();
    acts.set(left.key, known.add(left));
  }
  return new Map(Array.from(acts, ([key, { size }]) => [key, size]));
}

function lateOf(findings: readonly Finding[]): readonly Late[] {
  return findings.filter((finding) => finding.kind === "late");
}

/** Of kinds of acts whose rate is told: the gap between two of them on the other tape. */
function usualGaps(findings: readonly Finding[]): ReadonlyMap<ActKey, number> {
  const gaps = new Map<ActKey, number>();
  for (const finding of findings) {
    if (finding.kind === "late" && finding.what === "rate") {
      gaps.set(finding.left.key, finding.rightMilliseconds);
    }
    if (finding.kind !== "live" || finding.change.what !== "rate") continue;
    const { right } = finding.change;
    if (right > 0) gaps.set(finding.key, 1000 / right);
  }
  return gaps;
}
