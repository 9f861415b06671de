// For how long nothing of a live event came: between two acts, before the first and after the last
// one, in all of a session. Each session is looked at by itself, since one of many may starve.

import type { LiveTally } from "./live.ts";
import type { LiveChange } from "./result.ts";

/** A silence is told when it is so many times as long as the longest of the good tape … */
export const GAP_FACTOR = 2;
/** … and as its usual one … */
export const USUAL_GAP_FACTOR = 3;
/** … and so many milliseconds longer: a person minds. */
export const GAP_MILLISECONDS = 1000;

/** The good tape's usual gap must be known. */
export const FEWEST_FOR_GAP = 4;

/**
 * Before the first and after the last act people have their hands in it: more is asked of those, and
 * what does not come regularly on the good tape says nothing of them.
 */
export const END_FACTOR = 3;
export const USUAL_END_FACTOR = 5;
export const END_MILLISECONDS = 2000;

type LiveGapChange = Extract<LiveChange, { readonly what: "gap" }>;

/** The longest silence within each session. */
export function judgeGaps(left: LiveTally, right: LiveTally): readonly LiveGapChange[] {
  const mine = left.longestGap?.milliseconds;
  const usual = usualGap(left);
  if (mine === undefined || usual === undefined) return [];
  const changes: LiveGapChange[] = [];
  for (const { longestGap } of right.sessions.values()) {
    if (longestGap === undefined) continue;
    const { milliseconds, act } = longestGap;
    if (milliseconds <= GAP_FACTOR * mine) continue;
    if (milliseconds <= USUAL_GAP_FACTOR * usual) continue;
    if (milliseconds < mine + GAP_MILLISECONDS) continue;
    changes.push({ what: "gap", left: mine, right: milliseconds, example: act });
  }
  return changes;
}

/** Silences at the beginning and at the end of each session, or in all of it. */
export function judgeSilences(left: LiveTally, right: LiveTally): readonly LiveChange[] {
  const usual = usualGap(left);
  const gap = left.longestGap?.milliseconds;
  if (usual === undefined || gap === undefined || !left.isRegular) return [];
  const all = [...left.sessions.values()];
  const begin = longest(all.map(({ beginning }) => beginning));
  const end = longest(all.map((session) => session.end));
  const isLong = (milliseconds: number, own: number): boolean => {
    const most = Math.max(own, gap);
    return milliseconds > END_FACTOR * most && milliseconds > USUAL_END_FACTOR * usual &&
      milliseconds >= most + END_MILLISECONDS;
  };
  const changes: LiveChange[] = [];
  for (const [index, session] of right.sessions) {
    const good = left.sessions.get(index);
    if (good?.first === undefined) continue;
    const { first, last, lifetime } = session;
    if (first === undefined || last === undefined) {
      if (good.count >= FEWEST_FOR_GAP && isLong(lifetime, begin)) {
        changes.push({
          what: "silence",
          where: "whole",
          left: begin,
          right: lifetime,
          expected: good.first,
        });
      }
      continue;
    }
    if (isLong(session.beginning, begin)) {
      changes.push({
        what: "silence",
        where: "begin",
        left: begin,
        right: session.beginning,
        example: first,
      });
    }
    if (isLong(session.end, end)) {
      changes.push({
        what: "silence",
        where: "end",
        left: end,
        right: session.end,
        example: last,
      });
    }
  }
  return changes;
}

function usualGap(tally: LiveTally): number | undefined {
  return tally.pace.steps < FEWEST_FOR_GAP - 1 ? undefined : tally.medianGap;
}

/** 0 where there is none; what is not known is none. */
function longest(silences: readonly number[]): number {
  return silences.reduce((most, one) => Number.isFinite(one) ? Math.max(most, one) : most, 0);
}
