// Two sessions that belong together: both sides paired, and what that comes to as findings.

import type { Act, ActSession } from "./act.ts";
import { NONE } from "./align.ts";
import { compareActs, compareAnswers } from "./compare_act.ts";
import type { RuleBook } from "./content_rules.ts";
import { endedAlike, lifetime } from "./endings.ts";
import { type FoldedTail, isJitter, type Tail, tailOf } from "./tails.ts";
import { BOND, type PairedSide, pairSide } from "./pair_side.ts";
import type {
  Added,
  AnswerChanged,
  Changed,
  EndingChanged,
  Finding,
  Missing,
  Moved,
} from "./result.ts";

export interface SessionContext {
  /** Which of the result's sessions it is. */
  readonly session: number;
  /** Indexes of the keys whose values live. */
  readonly live: ReadonlySet<number>;
  /** Likewise those whose answers' values do. */
  readonly liveAnswers: ReadonlySet<number>;
  readonly book: RuleBook;
  /** Both tapes are of our own client: whoever recorded said when it left. */
  readonly ownClient: boolean;
}

/** One side, and what was found there: by the left act's index, or else by the right one's. */
export interface ComparedSide extends PairedSide {
  readonly ofLeftFindings: Map<number, Finding>;
  readonly ofRightFindings: Map<number, Finding>;
  /** Whether an act's values are other ones every time. */
  readonly isLive: (act: Act) => boolean;
}

export interface ComparedSession {
  readonly left: ActSession;
  readonly right: ActSession;
  readonly sides: readonly [client: ComparedSide, server: ComparedSide];
  /** What is not about one act. */
  readonly findings: readonly Finding[];
}

export function compareSession(
  left: ActSession,
  right: ActSession,
  context: SessionContext,
): ComparedSession {
  const client = compareSide(left.client, right.client, context);
  const server = compareSide(left.server, right.server, context);
  const sides = [client, server] as const;
  foldRefusals(sides);
  const ending = compareEndings(left, right, sides, context);
  return { left, right, sides, findings: ending === undefined ? [] : [ending] };
}

function compareSide(
  left: readonly Act[],
  right: readonly Act[],
  context: SessionContext,
): ComparedSide {
  const { live, liveAnswers, book, session } = context;
  const isLive = (act: Act): boolean => live.has(act.key.index);
  const paired = pairSide(left, right, {
    isLive,
    differenceCount: (one, other) => compareActs(one, other, book).length,
  });
  const side: ComparedSide = {
    left,
    right,
    ofLeft: paired.ofLeft,
    ofRight: paired.ofRight,
    bonds: paired.bonds,
    ofLeftFindings: new Map(),
    ofRightFindings: new Map(),
    isLive,
  };
  // Where on the right a left act should be: behind the last that was in order.
  let expected = 0;
  for (const [index, act] of left.entries()) {
    const place = paired.ofLeft[index] ?? NONE;
    const partner = right[place];
    if (partner === undefined) {
      if (!isLive(act)) side.ofLeftFindings.set(index, missing(act, session));
      continue;
    }
    const by = place < expected ? place - expected + 1 : place - expected;
    const finding = findingOf(side.bonds[index], act, partner, by, context);
    if (finding !== undefined) side.ofLeftFindings.set(index, finding);
    if (side.bonds[index] === BOND.same) expected = place + 1;
    if (act.answer === undefined && partner.answer === undefined) continue;
    const told = answerFinding(act, partner, session, liveAnswers.has(act.key.index), book);
    if (told !== undefined && !side.ofLeftFindings.has(index)) {
      side.ofLeftFindings.set(index, told);
    }
  }
  for (const [index, act] of right.entries()) {
    if (paired.ofRight[index] !== NONE || isLive(act)) continue;
    side.ofRightFindings.set(index, added(side, index, act, session));
  }
  return side;
}

function missing(left: Act, session: number): Missing {
  return { kind: "missing", session, left };
}

function added(side: PairedSide, index: number, right: Act, session: number): Added {
  // Looked for nearby: what is said twice is mostly said twice at once.
  for (const neighbour of [side.right[index - 1], side.right[index + 1]]) {
    if (neighbour !== undefined && neighbour.content.id === right.content.id) {
      return { kind: "added", session, right, repeats: neighbour };
    }
  }
  return { kind: "added", session, right };
}

/** `by` is how many acts of its side it came later than it should have. */
function findingOf(
  bond: number | undefined,
  left: Act,
  right: Act,
  by: number,
  { session, book }: SessionContext,
): Changed | Moved | undefined {
  if (bond === BOND.live) return undefined;
  if (bond === BOND.moved) {
    return { kind: "moved", session, left, right, by };
  }
  if (bond === BOND.same && left.content === right.content && left.asks === right.asks) {
    return undefined;
  }
  const differences = compareActs(left, right, book);
  return differences.length === 0
    ? undefined
    : { kind: "changed", session, left, right, differences };
}

/** Of answers that live, other values are none of an act's findings. */
function answerFinding(
  left: Act,
  right: Act,
  session: number,
  isLive: boolean,
  book: RuleBook,
): AnswerChanged | undefined {
  const difference = compareAnswers(left, right, book);
  if (difference === undefined) return undefined;
  const finding: AnswerChanged = { kind: "answer", session, left, right, ...difference };
  const isValue = finding.what === "changed" &&
    !finding.differences.some(({ path }) => left.key.kind === "http" && path === "$.status");
  return isLive && isValue ? undefined : finding;
}

/** What could not happen any more in a namespace that was refused is no finding of its own. */
function foldRefusals(sides: readonly ComparedSide[]): void {
  for (const side of sides) {
    for (const [index, finding] of side.ofLeftFindings) {
      if (finding.kind !== "changed") continue;
      const { left, right } = finding;
      const isRefused = left.key.kind === "connect" && right.key.kind === "refuse";
      if (!isRefused) continue;
      const consequences = fold(sides, (act) => act.key.namespace === left.key.namespace);
      side.ofLeftFindings.set(index, { ...finding, consequences });
    }
  }
}

/** Takes what is missing away, and counts it. */
function fold(sides: readonly ComparedSide[], isMeant: (act: Act) => boolean): number {
  let count = 0;
  for (const { ofLeftFindings } of sides) {
    for (const [index, finding] of ofLeftFindings) {
      if (finding.kind !== "missing" || !isMeant(finding.left)) continue;
      ofLeftFindings.delete(index);
      count += 1;
    }
  }
  return count;
}

function compareEndings(
  left: ActSession,
  right: ActSession,
  sides: readonly ComparedSide[],
  { session, ownClient }: SessionContext,
): EndingChanged | undefined {
  if (left.story === undefined || right.story === undefined) return undefined;
  const alike = endedAlike(left, right);
  const tails = sides.flatMap((side) => [
    foldTail(side.ofLeftFindings, tailOf(side, "left", { left, right, alike })),
    foldTail(side.ofRightFindings, tailOf(side, "right", { left, right, alike })),
  ]);
  let consequences = tails.reduce((sum, { folded }) => sum + folded.length, 0);
  if (alike && (ownClient || tails.every(isJitter))) return undefined;
  // Of acts that live some more or less are none, but here they are among what could not come.
  for (const side of sides) consequences += unpairedLive(side, left, lifetime(right));
  return {
    kind: "ending",
    session,
    left: left.story.ending,
    right: right.story.ending,
    consequences,
  };
}

/** How many live acts of the left one had no time to come in the other. */
function unpairedLive(side: ComparedSide, { at }: ActSession, time: number): number {
  let count = 0;
  for (const [index, act] of side.left.entries()) {
    if (side.ofLeft[index] === NONE && side.isLive(act) && act.at - at >= time) count += 1;
  }
  return count;
}

/** Takes away what stands behind everything that has a partner, and had no time in the other one. */
function foldTail(findings: Map<number, Finding>, tail: Tail): FoldedTail {
  const folded: Act[] = [];
  for (const { index, act } of tail.acts) {
    if (!findings.delete(index)) continue;
    folded.push(act);
  }
  return { ...tail, folded };
}
