// Where it began: the earliest of all findings, and what was still the same before it.

import type { Act } from "./act.ts";
import { liveActs } from "./live_acts.ts";
import type { Finding, FirstDivergence, SessionDiff } from "./result.ts";

/** What a finding is about on either tape, and when that was by the left tape's clock. */
interface Place {
  readonly at: number;
  readonly left?: Act;
  readonly right?: Act;
}

export function firstDivergence(
  findings: readonly Finding[],
  sessions: readonly SessionDiff[],
): FirstDivergence | undefined {
  let first: { readonly finding: Finding; readonly place: Place } | undefined;
  for (const finding of findings) {
    const place = placeOf(finding, sessions[finding.session]);
    if (first === undefined || place.at < first.place.at) first = { finding, place };
  }
  if (first === undefined) return undefined;
  const { finding, place } = first;
  const lastGood = lastGoodBefore(finding, place, sessions[finding.session]);
  return { finding, ...(lastGood === undefined ? {} : { lastGood }) };
}

function placeOf(finding: Finding, session: SessionDiff | undefined): Place {
  switch (finding.kind) {
    case "missing":
      return { at: finding.left.at, left: finding.left };
    case "added":
      return { at: byLeftClock(finding.right.at, session), right: finding.right };
    case "changed":
    case "moved":
    case "answer":
    case "late":
      return { at: finding.left.at, left: finding.left, right: finding.right };
    case "live": {
      const { left, right } = liveActs(finding.change);
      if (right !== undefined) return { at: byLeftClock(right.at, session), right };
      return left === undefined ? { at: session?.left?.at ?? 0 } : { at: left.at, left };
    }
    case "ending":
      return { at: Math.min(finding.left.at, byLeftClock(finding.right.at, session)) };
    case "session-missing":
      return { at: session?.left?.at ?? 0 };
    case "session-added":
      return { at: session?.right?.at ?? 0 };
  }
}

/** A time on the right tape, counted as if both sessions had begun at once. */
function byLeftClock(at: number, session: SessionDiff | undefined): number {
  const { left, right } = session ?? {};
  return left === undefined || right === undefined ? at : at - right.at + left.at;
}

/** What is told of answers names their lines; they stand in the rows of their questions. */
function isAct(act: Act, shown: Act | undefined, finding: Finding): boolean {
  const isAnswer = finding.kind === "live" && finding.ofAnswers === true;
  return shown === act || (isAnswer && shown?.answer?.line === act.line);
}

function lastGoodBefore(
  finding: Finding,
  { at, left, right }: Place,
  session: SessionDiff | undefined,
): FirstDivergence["lastGood"] {
  let lastGood: FirstDivergence["lastGood"];
  for (const row of session?.rows() ?? []) {
    if (row.finding === finding) break;
    if (left !== undefined && row.left === left) break;
    if (right !== undefined && isAct(right, row.right, finding)) break;
    const isLater = left === undefined && right === undefined && row.left !== undefined &&
      row.left.at >= at;
    if (isLater) break;
    if (row.mark !== "same" || row.left === undefined || row.right === undefined) continue;
    lastGood = { left: row.left, right: row.right };
  }
  return lastGood;
}
