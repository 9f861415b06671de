// Which session a change of a live event belongs to: the one in which the act stands that shows it.

import type { Act, ActKey } from "./act.ts";
import { liveActs } from "./live_acts.ts";
import type { SessionPair } from "./pair_sessions.ts";
import type { LiveChange, LiveChanged } from "./result.ts";

export interface KeyedChange {
  readonly key: ActKey;
  readonly change: LiveChange;
}

/** The line of what is judged: an act's own, or that of its answer. */
export type LineOf = (act: Act) => number | undefined;

export const lineOfAct: LineOf = ({ line }) => line;
export const lineOfAnswer: LineOf = ({ answer }) => answer?.line;

/** By session, and in each as they happened on the right tape. */
export function placeChanges(
  changes: readonly KeyedChange[],
  pairs: readonly SessionPair[],
  lineOf: LineOf,
): readonly LiveChanged[] {
  if (changes.length === 0) return [];
  const rights = new Map<number, number>();
  const lefts = new Map<number, number>();
  for (const { change } of changes) {
    const { left, right } = liveActs(change);
    if (right !== undefined) rights.set(right.line, 0);
    else if (left !== undefined) lefts.set(left.line, 0);
  }
  for (const [session, { left, right }] of pairs.entries()) {
    if (left === undefined || right === undefined) continue;
    if (lefts.size > 0) locate(lefts, [...left.client, ...left.server], session, lineOf);
    if (rights.size > 0) locate(rights, [...right.client, ...right.server], session, lineOf);
  }
  const placed = changes.map(({ key, change }): LiveChanged & { readonly line: number } => {
    const { left, right } = liveActs(change);
    const line = right?.line ?? left?.line ?? 0;
    const session = (right === undefined ? lefts : rights).get(line) ?? 0;
    return { kind: "live", session, key, what: change.what, change, line };
  });
  return placed
    .sort((one, other) => one.session - other.session || one.line - other.line)
    .map(({ line: _, ...change }) => change);
}

function locate(
  sessions: Map<number, number>,
  acts: readonly Act[],
  session: number,
  lineOf: LineOf,
): void {
  for (const act of acts) {
    const line = lineOf(act);
    if (line !== undefined && sessions.has(line)) sessions.set(line, session);
  }
}
