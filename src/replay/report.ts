// How a replay went: session by session, and as one verdict. The same script, clients and order give
// the same report, but for what stands under `times`.

import type { ServeMode, Unsuitable } from "./casting.ts";
import type { ReplayScript } from "./script.ts";
import type { NamedStep, Performance } from "./tally.ts";

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
  /**
   * Clients that came and never said anything, where a session was not played for it: for each the
   * message that the tape expected first. Absent where there are none.
   */
  readonly silent?: readonly NamedStep[];
  /** What differs from run to run. */
  readonly times: {
    readonly late: number;
    readonly worstLateness: number;
    /** Messages, counted as served, that had not been sent yet when their client left. */
    readonly unsent?: number;
    /** Who played sessions that were played more than once. */
    readonly clients?: readonly SessionClients[];
    /** The sessions in which something was late. */
    readonly sessions?: readonly LateSession[];
  };
}

/** Who played a session. */
export interface SessionClients {
  /** From 1. */
  readonly session: number;
  /** The clients' numbers, in the order of the session's performances. */
  readonly clients: readonly number[];
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

/** Clients that played nothing. */
export interface Strangers {
  readonly refused: readonly RefusedClient[];
  readonly silent: readonly NamedStep[];
}

export function buildReport(
  { sessions }: ReplayScript,
  performances: readonly Performance[],
  { refused, silent }: Strangers,
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
  const isWhole = totals.missed + totals.unserved === 0 &&
    performances.every(({ isComplete }) => isComplete);
  const isAwaited = unplayed > 0 || performances.length === 0 && mustPlay.length > 0;
  const hasNothingElse = totals.unexpected + totals.refused === 0 &&
    performances.every(({ givenUp }) => givenUp === 0);
  const clients = clientsOf(performances);
  const unsent = sum(performances, ({ times }) => times.unsent ?? 0);
  return {
    isGood: hasNothingElse && !isAwaited && (isWhole || allowPartial),
    totals,
    sessions: reports,
    refused,
    ...(silent.length > 0 && isAwaited ? { silent } : {}),
    times: {
      sessions: lateSessions(performances),
      late: sum(performances, ({ times }) => times.late),
      worstLateness: performances.reduce(
        (worst, { times }) => Math.max(worst, times.worstLateness),
        0,
      ),
      ...(unsent > 0 ? { unsent } : {}),
      ...(clients.length > 0 ? { clients } : {}),
    },
  };
}

function clientsOf(performances: readonly Performance[]): readonly SessionClients[] {
  const found = new Map<number, number[]>();
  for (const { session, times: { client = 0 } } of performances) {
    const clients = found.get(session);
    if (clients === undefined) found.set(session, [client]);
    else clients.push(client);
  }
  return [...found].filter(([, clients]) => clients.length > 1)
    .map(([session, clients]) => ({ session, clients }));
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
