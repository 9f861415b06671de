// Compares two tapes that were read: sessions that belong together, what lives, what was found.

import type { Act, ActKey, ActTape } from "./act.ts";
import { type ComparedSession, compareSession, type SessionContext } from "./compare_session.ts";
import { judgeLive, LiveTally } from "./live.ts";
import { liveKeys } from "./liveness.ts";
import { sortOutNoise } from "./noise.ts";
import { pairSessions, type SessionPair } from "./pair_sessions.ts";
import type {
  DiffResult,
  Finding,
  FirstDivergence,
  LiveChanged,
  Row,
  SessionDiff,
} from "./result.ts";
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
  const parts = pairSessions(left.sessions, right.sessions).map((pair, session) =>
    comparePair(pair, session, { live, book, rules, ownClient })
  );
  const all = [
    ...parts.flatMap(({ findings }) => findings),
    ...liveFindings(parts.map(({ pair }) => pair), live, vocabulary),
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

/** What is different about events whose values live: over all sessions that have a partner. */
function* liveFindings(
  pairs: readonly SessionPair[],
  live: ReadonlySet<number>,
  { keys, book }: Vocabulary,
): Iterable<LiveChanged> {
  if (live.size === 0) return;
  const lefts = new Map<ActKey, LiveTally>();
  const rights = new Map<ActKey, LiveTally>();
  const sessionOf = new Map<ActKey, number>();
  for (const [session, { left, right }] of pairs.entries()) {
    if (left === undefined || right === undefined) continue;
    for (const act of [...left.client, ...left.server]) {
      if (!live.has(act.key.index)) continue;
      if (!sessionOf.has(act.key)) sessionOf.set(act.key, session);
      tallyOf(lefts, act, book).add(act, session);
    }
    for (const act of [...right.client, ...right.server]) {
      if (live.has(act.key.index)) tallyOf(rights, act, book).add(act, session);
    }
  }
  for (const key of keys) {
    const [one, other] = [lefts.get(key), rights.get(key)];
    if (one === undefined || other === undefined) continue;
    const session = sessionOf.get(key) ?? 0;
    for (const change of judgeLive(one, other)) {
      yield { kind: "live", session, key, what: change.what, change };
    }
  }
}

function tallyOf(
  tallies: Map<ActKey, LiveTally>,
  { key }: Act,
  book: Vocabulary["book"],
): LiveTally {
  const known = tallies.get(key);
  if (known !== undefined) return known;
  const tally = new LiveTally(book.for(key));
  tallies.set(key, tally);
  return tally;
}

/** The first finding of the first session that has any, and what was still the same before it. */
function firstDivergence(
  findings: readonly Finding[],
  sessions: readonly SessionDiff[],
): FirstDivergence | undefined {
  const session = findings.reduce((least, one) => Math.min(least, one.session), Infinity);
  const first = findings.find((finding) => finding.session === session);
  if (first === undefined) return undefined;
  const place = "change" in first && "example" in first.change ? first.change.example : undefined;
  let lastGood: FirstDivergence["lastGood"];
  for (const row of sessions[session]?.rows() ?? []) {
    if (row.finding === first || row.left === place && place !== undefined) break;
    if (first.kind === "late" && row.left === first.left) break;
    if (place !== undefined && row.right === place) break;
    const { left, right } = row;
    if (row.mark === "same" && left !== undefined && right !== undefined) {
      lastGood = { left, right };
    }
  }
  return { finding: first, ...(lastGood === undefined ? {} : { lastGood }) };
}
