// Two tallies of the same live event: what is different that its moving values do not explain.

import type { LiveTally } from "./live.ts";
import { judgeFields } from "./live_judge_fields.ts";
import type { LiveChange } from "./result.ts";

/** Fewer events have no rate. */
export const FEWEST_FOR_RATE = 10;

/** So many times as often, or as seldom: timers and networks are off by less. */
export const RATE_FACTOR = 1.5;

/** In milliseconds: what came in one burst has no rate, only the machine's speed. */
export const SHORTEST_FOR_RATE = 1000;

/** A silence is told when it is so many times as long as the longest of the good tape … */
export const GAP_FACTOR = 2;
/** … and as its usual one … */
export const USUAL_GAP_FACTOR = 3;
/** … and so many milliseconds longer: a person minds. */
export const GAP_MILLISECONDS = 1000;

/** The good tape's usual gap must be known. */
export const FEWEST_FOR_GAP = 4;

/** Fewer questions say nothing of how many are answered. */
export const FEWEST_QUESTIONS = 3;

/** Where even the good tape has questions without answers, so much less is told. */
export const ANSWERS_SHARE = 0.1;
export const FEWEST_FOR_SHARE = 10;

/** Left is the one that is known to be good. Fields first, in the order in which they were seen. */
export function judgeLive(left: LiveTally, right: LiveTally): readonly LiveChange[] {
  return [
    ...judgeFields(left.root, right.root),
    ...judgeRate(left, right),
    ...judgeGap(left, right),
    ...judgeAnswers(left, right),
  ];
}

function judgeRate(left: LiveTally, right: LiveTally): readonly LiveChange[] {
  if (Math.min(left.count, right.count) < FEWEST_FOR_RATE) return [];
  const [mine, theirs] = [left.pace, right.pace];
  if (Math.max(mine.milliseconds, theirs.milliseconds) < SHORTEST_FOR_RATE) return [];
  if (mine.milliseconds === 0 || theirs.milliseconds === 0) return [];
  const rate = mine.steps * 1000 / mine.milliseconds;
  const other = theirs.steps * 1000 / theirs.milliseconds;
  if (Math.max(rate, other) <= RATE_FACTOR * Math.min(rate, other)) return [];
  return [{ what: "rate", left: rate, right: other }];
}

function judgeGap(left: LiveTally, right: LiveTally): readonly LiveChange[] {
  const [mine, theirs] = [left.longestGap, right.longestGap];
  const usual = left.medianGap;
  if (mine === undefined || theirs === undefined || usual === undefined) return [];
  if (left.pace.steps < FEWEST_FOR_GAP - 1) return [];
  const { milliseconds, act } = theirs;
  if (milliseconds <= GAP_FACTOR * mine.milliseconds) return [];
  if (milliseconds <= USUAL_GAP_FACTOR * usual) return [];
  if (milliseconds < mine.milliseconds + GAP_MILLISECONDS) return [];
  return [{ what: "gap", left: mine.milliseconds, right: milliseconds, example: act }];
}

function judgeAnswers(left: LiveTally, right: LiveTally): readonly LiveChange[] {
  if (Math.min(left.asked, right.asked) < FEWEST_QUESTIONS) return [];
  const mine = left.answered / left.asked;
  const theirs = right.answered / right.asked;
  if (!isOtherShare(mine, theirs, Math.min(left.asked, right.asked))) return [];
  return [{ what: "answers", left: mine, right: theirs }];
}

/** All and none are sharp; what lies between is a matter of chance. */
function isOtherShare(left: number, right: number, asked: number): boolean {
  if (left === right) return false;
  if (left === 1 || left === 0) return true;
  return asked >= FEWEST_FOR_SHARE && right < left - ANSWERS_SHARE;
}
