// From when to when the acts of a live event could come in two sessions that belong together. A
// stream often starts when somebody asks for it, and stops when that is over: such an act, the same
// on both tapes, counts for the beginning or the end.

import type { Act, ActKey, ActSession, ActTape } from "./act.ts";
import type { LiveSpan } from "./live_session.ts";

export interface LiveSpans {
  readonly left: LiveSpan;
  readonly right: LiveSpan;
}

/** The acts of one session that do not live, and its lifetime. */
export interface FixedActs {
  readonly acts: readonly Act[];
  readonly from: number;
  readonly until: number;
}

export function fixedActs(
  session: ActSession,
  { milliseconds }: ActTape,
  live: ReadonlySet<number>,
): FixedActs {
  const { client, server, at, story } = session;
  const acts = [...client, ...server]
    .filter(({ key }) => !live.has(key.index))
    .sort((one, other) => one.line - other.line);
  const hasEnded = story !== undefined && story.ending.kind !== "tape-ended";
  return { acts, from: at, until: hasEnded ? story.ending.at : milliseconds };
}

/** The good tape's first and last act of the event, where it has any in this session. */
export function liveSpans(
  left: FixedActs,
  right: FixedActs,
  first: Act | undefined,
  last: Act | undefined,
): LiveSpans {
  const before = first === undefined
    ? undefined
    : left.acts.findLast(({ line }) => line < first.line);
  const after = last === undefined ? undefined : left.acts.find(({ line }) => line > last.line);
  const [begun, ended] = [
    before === undefined ? undefined : nth(right.acts, before.key, upTo(left.acts, before)),
    after === undefined ? undefined : nthLast(right.acts, after.key, from(left.acts, after)),
  ];
  return {
    left: { from: before?.at ?? left.from, until: after?.at ?? left.until },
    right: {
      // What should have started it is missing, which is told.
      from: before === undefined ? right.from : begun?.at ?? Infinity,
      until: ended?.at ?? right.until,
    },
  };
}

/** How many acts of its kind there are until this one, itself included. */
function upTo(acts: readonly Act[], act: Act): number {
  return acts.slice(0, acts.indexOf(act) + 1).filter(({ key }) => key === act.key).length;
}

function from(acts: readonly Act[], act: Act): number {
  return acts.slice(acts.indexOf(act)).filter(({ key }) => key === act.key).length;
}

function nth(acts: readonly Act[], key: ActKey, count: number): Act | undefined {
  let seen = 0;
  return acts.find((act) => act.key === key && ++seen === count);
}

function nthLast(acts: readonly Act[], key: ActKey, count: number): Act | undefined {
  let seen = 0;
  return acts.findLast((act) => act.key === key && ++seen === count);
}
