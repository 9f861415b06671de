// How a replay went: session by session, and as one verdict. The same script, clients and order give
// the same report, but for what stands under `times`.

import type { ServeMode, Unsuitable } from "./casting.ts";
import type { ReplayScript } from "./script.ts";
import type { Performance } from "./tally.ts";

/** Somebody for whom the tape had nothing. */
export interface RefusedClient {
  /** Why, as a word. */
  readonly why: Unsuitable;
  /** Why, for people. */
  readonly reason: string;
}

/** What became of a recorded session. */
export interface SessionReport {
  /** From 1, in the order in which they began. */
  readonly session: number;
  /** The entry that it began on. */
  readonly line: number;
  /** Its steps on the tape. */
  readonly loaded: number;
  /** How often it was played. */
  readonly performances: readonly Omit<Performance, "times">[];
}

/** How a replay went. */
export interface ReplayReport {
  /** Everything expected happened, and nothing else did. */
  readonly isGood: boolean;
  /** Of all sessions and all who played them. */
  readonly totals: {
    readonly loaded: number;
    readonly served: number;
    readonly matched: number;
    readonly missed: number;
    readonly unexpected: number;
    readonly unserved: number;
    /** Sessions of the tape that nobody played, where each should be. */
    readonly unplayed: number;
    readonly refused: number;
  };
  /** In the tape's order. */
  readonly sessions: readonly SessionReport[];
  /** In the order in which they came. */
  readonly refused: readonly RefusedClient[];
  /** What differs from run to run. */
  readonly times: {
    readonly late: number;
    readonly worstLateness: number;
    /** The sessions in which something was late. */
    readonly sessions?: readonly LateSession[];
  };
}

/** A session that was late. */
export interface LateSession {
  /** From 1. */
  readonly session: number;
  /** How many messages were. */
  readonly late: number;
  /** In milliseconds. */
  readonly worstLateness: number;
}

export interface ReportRules {
  readonly serve: ServeMode;
  readonly allowPartial: boolean;
}

export function buildReport(
  { sessions }: ReplayScript,
  performances: readonly Performance[],
  refused: readonly RefusedClient[],
  { serve, allowPartial }: ReportRules,
): ReplayReport {
  const reports = sessions.map(({ number, line, steps }): SessionReport => ({
    session: number,
    line,
    loaded: steps.length,
    performances: performances.filter(({ session }) => session === number)
      .map(({ times: _times, ...rest }) => rest),
  }));
  const mustPlay = sessions.filter(({ refusal, steps }) =>
    refusal === undefined && steps.some(({ isOptional }) => !isOptional)
  );
  const played = new Set(performances.map(({ session }) => session));
  const unplayed = serve === "sessions"
    ? mustPlay.filter(({ number }) => !played.has(number)).length
    : 0;
  const totals = {
    loaded: sum(sessions, ({ steps }) => steps.length),
    served: sum(performances, ({ served }) => served),
    matched: sum(performances, ({ matched }) => matched),
    missed: sum(performances, ({ missed }) => missed),
    unexpected: sum(performances, ({ unexpected }) => unexpected),
    unserved: sum(performances, ({ unserved }) => unserved),
    unplayed,
    refused: refused.length,
  };
  const isWhole = totals.missed + totals.unserved + unplayed === 0 &&
    performances.every(({ isComplete }) => isComplete) &&
    (performances.length > 0 || mustPlay.length === 0);
  const hasNothingElse = totals.unexpected + totals.refused === 0 &&
    performances.every(({ givenUp }) => givenUp === 0);
  return {
    isGood: hasNothingElse && (isWhole || allowPartial),
    totals,
    sessions: reports,
    refused,
    times: {
      sessions: lateSessions(performances),
      late: sum(performances, ({ times }) => times.late),
      worstLateness: performances.reduce(
        (worst, { times }) => Math.max(worst, times.worstLateness),
        0,
      ),
    },
  };
}

function lateSessions(performances: readonly Performance[]): readonly LateSession[] {
  const found = new Map<number, LateSession>();
  for (const { session, times: { late, worstLateness } } of performances) {
    if (late === 0) continue;
    const before = found.get(session);
    found.set(session, {
      session,
      late: late + (before?.late ?? 0),
      worstLateness: Math.max(worstLateness, before?.worstLateness ?? 0),
    });
  }
  return [...found.values()];
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
