// The same acts, but later: gaps and answers that became slow, and where two timelines drift apart.

import type { Act } from "./act.ts";
import { NONE } from "./align.ts";
import type { ComparedSession, ComparedSide } from "./compare_session.ts";
import { BOND } from "./pair_side.ts";
import type { Late } from "./result.ts";
import type { TimingRules } from "./rules.ts";

/** What is late in two sessions that belong together. */
export function lateActs(
  compared: ComparedSession,
  session: number,
  rules: TimingRules,
): readonly Late[] {
  const late = compared.sides.flatMap((side) => {
    const own = lateOfSide(side, session, rules);
    const rates = [...slowRates(side, own, session, rules)];
    return [...own.filter((one) => !isOfRate(one, rates, rules)), ...rates];
  });
  const drift = firstDrift(compared, session, rules);
  return [
    ...late,
    ...slowHeartbeat(compared, session, rules),
    ...(drift === undefined ? [] : [drift]),
  ];
}

interface Pair {
  readonly left: Act;
  readonly right: Act;
}

/** What is in the same order on both tapes. */
function* pairsInOrder({ left, right, ofLeft, bonds }: ComparedSide): Iterable<Pair> {
  for (const [index, act] of left.entries()) {
    const partner = right[ofLeft[index] ?? NONE];
    if (partner !== undefined && bonds[index] !== BOND.moved) yield { left: act, right: partner };
  }
}

function lateOfSide(side: ComparedSide, session: number, rules: TimingRules): readonly Late[] {
  const late: Late[] = [];
  let before: Pair | undefined;
  for (const pair of pairsInOrder(side)) {
    const { left, right } = pair;
    if (before !== undefined) {
      const gap = [left.at - before.left.at, right.at - before.right.at] as const;
      if (isLate(gap, rules)) late.push(lateAct("gap", session, pair, gap));
    }
    before = pair;
    if (left.answer === undefined || right.answer === undefined) continue;
    const wait = [left.answer.at - left.at, right.answer.at - right.at] as const;
    if (isLate(wait, rules)) late.push(lateAct("answer", session, pair, wait));
  }
  return late;
}

/** Fewer acts of a kind have no rate. */
const FEWEST_OF_RATE = 5;

/**
 * Where one gap in so many is late, it is the rate: of one that is just at the factor every other gap
 * is above it.
 */
const MOST_LATE = 4;

/** Where a rate is told, a gap is one of those that it is made of, or a silence of its own. */
function isOfRate(
  { what, left, rightMilliseconds }: Late,
  rates: readonly Late[],
  { factor }: TimingRules,
): boolean {
  const rate = what === "gap" ? rates.find((one) => one.left.key === left.key) : undefined;
  return rate !== undefined && rightMilliseconds <= rate.rightMilliseconds * factor;
}

/** Kinds of acts that came more slowly all the time: no gap was told for it, or most were. */
function* slowRates(
  side: ComparedSide,
  told: readonly Late[],
  session: number,
  { milliseconds, factor }: TimingRules,
): Iterable<Late> {
  const gapsOf = Map.groupBy(told.filter(({ what }) => what === "gap"), ({ left }) => left.key);
  const byKey = Map.groupBy(pairsInOrder(side), ({ left }) => left.key);
  for (const [key, pairs] of byKey) {
    const [first] = pairs;
    if (first === undefined || pairs.length < FEWEST_OF_RATE) continue;
    const late = gapsOf.get(key)?.length ?? 0;
    const isMade = late * MOST_LATE > pairs.length;
    if (late > 0 && !isMade) continue;
    const [left, right] = [median(gaps(pairs, "left")), median(gaps(pairs, "right"))];
    // The gaps are short: together they must be late.
    if (
      right <= left * (isMade ? (1 + factor) / 2 : factor) ||
      (right - left) * pairs.length <= milliseconds
    ) continue;
    yield lateAct("rate", session, first, [left, right]);
  }
}

function gaps(pairs: readonly Pair[], side: "left" | "right"): readonly number[] {
  return pairs.slice(1).map((pair, index) => pair[side].at - (pairs[index]?.[side].at ?? 0));
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted[sorted.length >> 1] ?? 0;
}

/** Told of the first act of the session, since heartbeats are no acts. */
function* slowHeartbeat(
  { left, right, sides: [client, server] }: ComparedSession,
  session: number,
  rules: TimingRules,
): Iterable<Late> {
  if (left.heartbeats === undefined || right.heartbeats === undefined) return;
  const medians = [left.heartbeats.median, right.heartbeats.median] as const;
  if (!isLate(medians, rules)) return;
  for (const side of [client, server]) {
    for (const pair of pairsInOrder(side)) {
      yield lateAct("heartbeat", session, pair, medians);
      return;
    }
  }
}

/** Longer by so much, and so many times as long. */
function isLate(
  [left, right]: readonly [number, number],
  { milliseconds, factor }: TimingRules,
): boolean {
  return right - left > milliseconds && right > left * factor;
}

/** The first act that comes much earlier or later in its session than it did. */
function firstDrift(
  { left, right, sides }: ComparedSession,
  session: number,
  rules: TimingRules,
): Late | undefined {
  let first: Late | undefined;
  for (const side of sides) {
    for (const pair of pairsInOrder(side)) {
      const since = [pair.left.at - left.at, pair.right.at - right.at] as const;
      if (Math.abs(since[1] - since[0]) <= rules.drift) continue;
      if (first === undefined || pair.left.at < first.left.at) {
        first = lateAct("drift", session, pair, since);
      }
      break;
    }
  }
  return first;
}

function lateAct(
  what: Late["what"],
  session: number,
  { left, right }: Pair,
  [leftMilliseconds, rightMilliseconds]: readonly [number, number],
): Late {
  return { kind: "late", what, session, left, right, leftMilliseconds, rightMilliseconds };
}
