// The time of a tape with its silences shortened, and the way between that and the recorded time.

import type { ReplaySession } from "./script.ts";

/** When each step and the ending come, with silences longer than the limit made that long. */
export function timesOf(
  { at, steps, ending }: Pick<ReplaySession, "at" | "steps" | "ending">,
  limitIdle: number,
): { readonly times: readonly number[]; readonly end: number } {
  let before = at;
  let time = at;
  const times = steps.map((step) => {
    time += Math.min(Math.max(step.at - before, 0), limitIdle);
    before = Math.max(before, step.at);
    return limitIdle === Infinity ? Math.max(step.at, at) : time;
  });
  const end = time + Math.min(Math.max(ending.at - before, 0), limitIdle);
  return { times, end: limitIdle === Infinity ? Math.max(ending.at, at) : end };
}

/** Where a moment of the tape is once silences are shortened, by `times` of `timesOf()`. */
export function shortened(
  { at, steps }: Pick<ReplaySession, "at" | "steps">,
  times: readonly number[],
  tape: number,
): number {
  const place = steps.findIndex((step) => step.at >= tape);
  const last = place < 0 ? steps.length - 1 : place - 1;
  const time = times[last] ?? at;
  const [next, due] = [steps[place], times[place]];
  if (next === undefined || due === undefined) {
    return time + Math.max(tape - (steps[last]?.at ?? at), 0);
  }
  // The end of a silence is what is left of it.
  return Math.max(due - (next.at - tape), time);
}

/** The moment of the tape that stands at a place of the shortened time. */
export function recordedTime(
  { at, steps }: Pick<ReplaySession, "at" | "steps">,
  times: readonly number[],
  time: number,
): number {
  const last = times.findLastIndex((one) => one <= time);
  return (steps[last]?.at ?? at) + time - (times[last] ?? at);
}
