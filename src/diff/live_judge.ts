// Two tallies of the same live event: what is different that its moving values do not explain.

import type { Act } from "./act.ts";
import type { LiveTally } from "./live.ts";
import type { LiveSession } from "./live_session.ts";
import { judgeFields } from "./live_judge_fields.ts";
import { judgeGaps, judgeSilences } from "./live_judge_silence.ts";
import type { LiveChange } from "./result.ts";

/** Fewer events have no rate. */
export const FEWEST_FOR_RATE = 10;

/** So many times as often, or as seldom: timers and networks are off by less. */
export const RATE_FACTOR = 1.5;

/** In milliseconds: what came in one burst has no rate, only the machine's speed. */
export const SHORTEST_FOR_RATE = 1000;

/** Fewer questions say nothing of how many are answered. */
export const FEWEST_QUESTIONS = 3;

/** Where even the good tape has questions without answers, so much less is told. */
export const ANSWERS_SHARE = 0.1;
export const FEWEST_FOR_SHARE = 10;

/** Left is the one that is known to be good. Fields first, in the order in which they were seen. */
export function judgeLive(left: LiveTally, right: LiveTally): readonly LiveChange[] {
  const gaps = judgeGaps(left, right);
  return [
    ...judgeFields(left.root, right.root),
    ...judgeRates(left, right, new Set(gaps.map(({ example }) => example))),
    ...gaps,
    ...judgeSilences(left, right),
    ...judgeAnswers(left, right),
  ];
}

/** One session of several may starve; where all are short, only all of them together say something. */
function judgeRates(
  left: LiveTally,
  right: LiveTally,
  told: ReadonlySet<Act>,
): readonly LiveChange[] {
  const bySession = judgeSessionRates(left, right, told);
  if (bySession.length > 0 || told.size > 0) return bySession;
  return judgeRate(left, right);
}

/** Which of several sessions is which is not certain: the rates of all good ones are good. */
function judgeSessionRates(
  left: LiveTally,
  right: LiveTally,
  told: ReadonlySet<Act>,
): readonly LiveChange[] {
  const rates = [...left.sessions.values()].filter(hasRate).map(({ rate }) => rate);
  if (rates.length === 0) return [];
  const least = rates.reduce((one, other) => Math.min(one, other));
  const most = rates.reduce((one, other) => Math.max(one, other));
  const isGood = (rate: number): boolean =>
    rate <= RATE_FACTOR * most && least <= RATE_FACTOR * rate;
  const changes: LiveChange[] = [];
  for (const [index, session] of right.sessions) {
    const { first: example, rate } = session;
    if (example === undefined || !hasRate(session)) continue;
    if (isGood(rate)) continue;
    // A long silence alone makes a session seem slow.
    if (told.has(session.longestGap?.act ?? example) && isGood(session.rateWithoutGap)) continue;
    const good = left.sessions.get(index);
    const own = good === undefined || !hasRate(good) ? undefined : good.rate;
    changes.push({
      what: "rate",
      left: own ?? (rate > most ? most : least),
      right: rate,
      example,
    });
  }
  return changes;
}

function hasRate({ count, milliseconds }: LiveSession): boolean {
  return count >= FEWEST_FOR_RATE && milliseconds >= SHORTEST_FOR_RATE;
}

function judgeRate(left: LiveTally, right: LiveTally): readonly LiveChange[] {
  if (Math.min(left.count, right.count) < FEWEST_FOR_RATE) return [];
  const [mine, theirs] = [left.pace, right.pace];
  if (Math.max(mine.milliseconds, theirs.milliseconds) < SHORTEST_FOR_RATE) return [];
  if (mine.milliseconds === 0 || theirs.milliseconds === 0) return [];
  const rate = mine.steps * 1000 / mine.milliseconds;
  const other = theirs.steps * 1000 / theirs.milliseconds;
  if (Math.max(rate, other) <= RATE_FACTOR * Math.min(rate, other)) return [];
  const example = right.root?.first;
  return example === undefined ? [] : [{ what: "rate", left: rate, right: other, example }];
}

function judgeAnswers(left: LiveTally, right: LiveTally): readonly LiveChange[] {
  if (Math.min(left.asked, right.asked) < FEWEST_QUESTIONS) return [];
  const mine = left.answered / left.asked;
  const theirs = right.answered / right.asked;
  if (!isOtherShare(mine, theirs, Math.min(left.asked, right.asked))) return [];
  const example = theirs < mine ? right.firstUnanswered : right.firstAnswered;
  return example === undefined ? [] : [{ what: "answers", left: mine, right: theirs, example }];
}

/** All and none are sharp; what lies between is a matter of chance. */
function isOtherShare(left: number, right: number, asked: number): boolean {
  if (left === right) return false;
  if (left === 1 || left === 0) return true;
  return asked >= FEWEST_FOR_SHARE && right < left - ANSWERS_SHARE;
}
