// What a client has had before a fault ended its connection: whoever takes its session up again is
// played the rest of it, may say again what it said, and is owed no answer from before.

import type { Expectations } from "./expectations.ts";
import type { ReplaySession, Step } from "./script.ts";
import type { Tally } from "./tally.ts";
import type { Tracks } from "./tracks.ts";

export interface Resumption {
  readonly expectations: Expectations;
  readonly tally: Tally;
  /** Where the tape's (shortened) clock was when the client left. */
  readonly moment: number;
  /** All that was played from this step on, or over this connection, did not get to the client. */
  readonly from?: LostFrom;
}

/** The index of a step, or the first one of the connection. */
export type LostFrom = number | "connection";

/** Where a player goes on. */
export interface TakenUp {
  /** The steps that are not played again. */
  readonly done: Set<number>;
  readonly moment: number;
}

/** Has new expectations and a new tally go on from those before. */
export function takeUp(
  session: ReplaySession,
  times: readonly number[],
  resumption: Resumption | undefined,
  now: { readonly expectations: Expectations; readonly tally: Tally },
): TakenUp {
  if (resumption === undefined) return { done: new Set(), moment: -Infinity };
  const { expectations: before, tally, moment, from } = resumption;
  const { kept, lost } = tally.servedUntil(from);
  const joins = joinsOf(session, before, kept);
  const done = new Set(kept.filter((index) => !joins.has(index)));
  now.expectations.resume(before, joins, done);
  now.tally.resume(tally, done);
  return { done, moment: lost === undefined ? moment : times[lost] ?? moment };
}

/** What is asked again, or was passed over, is answered all the same. */
export function answerAgain(
  { index }: Step,
  { steps }: ReplaySession,
  { done }: TakenUp,
  tally: Tally,
): Step | undefined {
  if (done.size === 0 && !tally.hasExcused) return undefined;
  return steps.find((step) =>
    step.from === "server" && step.answers === index &&
    (done.has(step.index) || tally.isExcused(step) && !tally.isServed(step))
  );
}

/** Every namespace is joined anew: the client's last CONNECT to each, and what it was answered. */
function joinsOf(
  { namespaces, steps }: ReplaySession,
  expectations: Expectations,
  served: readonly number[],
): ReadonlySet<number> {
  const joins = new Set<number>();
  for (const namespace of namespaces) {
    const own = steps.filter(({ meaning }) => meaning.namespace === namespace);
    const asked = own.findLast((step) =>
      step.from === "client" && step.meaning.kind === "connect" &&
      expectations.stateOf(step) === "met"
    );
    const answered = own.find(({ from, index, meaning: { kind } }) =>
      from === "server" && (kind === "connect" || kind === "connect-error") &&
      index > (asked?.index ?? -1) && served.includes(index)
    );
    for (const step of [asked, answered]) if (step !== undefined) joins.add(step.index);
  }
  return joins;
}

interface Course {
  readonly expectations: Expectations;
  readonly tally: Tally;
  readonly tracks: Tracks;
  play(step: Step): void;
}

/** By request: what stands before this moment of the tape is neither played nor missed. */
export function passOver(
  { steps }: ReplaySession,
  to: number,
  now: number,
  { expectations, tally, tracks, play }: Course,
): void {
  for (const step of steps) {
    const { kind, namespace } = step.meaning;
    if (step.at >= to || !tracks.isActive(namespace)) continue;
    if (step.from === "client") {
      const isWaiting = expectations.stateOf(step) === "waiting";
      if (isWaiting && kind !== "connect") expectations.waive(step);
    } else if (!tally.isServed(step)) {
      // Without an answer to its CONNECT the client would never get anything.
      if (kind === "event" || kind === "other") tracks.pass(step, now);
      else play(step);
      tally.excuse(step);
    }
  }
}
