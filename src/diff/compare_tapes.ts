// Compares two tapes that were read: sessions that belong together, what lives, what was found.

import type { ActTape } from "./act.ts";
import { answerFindings } from "./answer_findings.ts";
import { liveAnswers } from "./answer_liveness.ts";
import { type ComparedSession, compareSession, type SessionContext } from "./compare_session.ts";
import { firstDivergence } from "./first_divergence.ts";
import { liveFindings } from "./live_findings.ts";
import { liveKeys } from "./liveness.ts";
import { sortOutNoise } from "./noise.ts";
import { pairSessions, type SessionPair } from "./pair_sessions.ts";
import type { DiffResult, Finding, Row, SessionDiff } from "./result.ts";
import { loneRows, rowsOf } from "./rows.ts";
import type { DiffRules } from "./rules.ts";
import { summarise } from "./summarise.ts";
import { lateActs } from "./timing.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The client was our own, and left when it was told to. */
const OWN_CLIENT_MODES: readonly string[] = ["record", "drive"];

/** `vocabulary` is the one that both were read with. */
export function compareTapes(
  left: ActTape,
  right: ActTape,
  rules: DiffRules,
  vocabulary: Vocabulary,
): DiffResult {
  const { book } = vocabulary;
  const ownClient = [left, right].every(({ mode }) => OWN_CLIENT_MODES.includes(mode));
  const live = rules.exact ? new Set<number>() : liveKeys(left, right, vocabulary);
  const answers = rules.exact ? new Set<number>() : liveAnswers(left, right);
  const parts = pairSessions(left.sessions, right.sessions).map((pair, session) =>
    comparePair(pair, session, { live, liveAnswers: answers, book, rules, ownClient })
  );
  const pairs = parts.map(({ pair }) => pair);
  const all = [
    ...parts.flatMap(({ findings }) => findings),
    ...liveFindings(pairs, { left, right }, live, vocabulary),
    ...answerFindings(pairs, answers, book),
  ];
  const { findings, noise } = sortOutNoise(all, rules.noise);
  const kept = new Set(findings);
  const different = new Set(findings.map(({ session }) => session));
  const sessions = parts.map((part, session) => sessionDiff(part, kept, !different.has(session)));
  const first = firstDivergence(findings, sessions);
  return {
    same: findings.length === 0,
    left,
    right,
    sessions,
    events: summarise(sessions, findings, live),
    findings,
    ...(first === undefined ? {} : { first }),
    noise,
    rules,
  };
}

interface Part {
  readonly pair: SessionPair;
  readonly compared?: ComparedSession;
  /** In the order of the left tape. */
  readonly findings: readonly Finding[];
}

function comparePair(
  pair: SessionPair,
  session: number,
  { rules, ...context }: Omit<SessionContext, "session"> & { readonly rules: DiffRules },
): Part {
  const { left, right } = pair;
  if (left === undefined || right === undefined) {
    const kind = left === undefined ? "session-added" : "session-missing";
    return { pair, findings: [{ kind, session }] };
  }
  const compared = compareSession(left, right, { session, ...context });
  const { timing } = rules;
  const late = timing === undefined ? [] : lateActs(compared, session, timing);
  const bySide = compared.sides.flatMap(({ ofLeftFindings, ofRightFindings }) => [
    ...ofLeftFindings.values(),
    ...ofRightFindings.values(),
  ]);
  const inRows = bySide.length === 0 ? [] : inOrder(compared, bySide.length);
  return { pair, compared, findings: [...inRows, ...late, ...compared.findings] };
}

/** The findings of both sides as the rows tell them. */
function inOrder(compared: ComparedSession, count: number): readonly Finding[] {
  const ordered = new Set<Finding>();
  for (const { finding } of rowsOf(compared)) {
    if (finding !== undefined) ordered.add(finding);
    if (ordered.size === count) break;
  }
  return [...ordered];
}

function sessionDiff(
  { pair, compared }: Part,
  kept: ReadonlySet<Finding>,
  same: boolean,
): SessionDiff {
  const { left, right } = pair;
  return {
    ...(left === undefined ? {} : { left }),
    ...(right === undefined ? {} : { right }),
    same,
    *rows(): Iterable<Row> {
      if (compared === undefined) {
        if (left !== undefined) yield* loneRows([left.client, left.server], "left");
        if (right !== undefined) yield* loneRows([right.client, right.server], "right");
        return;
      }
      for (const row of rowsOf(compared)) {
        const { finding, ...plain } = row;
        const isNoise = finding !== undefined && !kept.has(finding);
        yield isNoise ? { ...plain, mark: "same" } : row;
      }
    },
  };
}
