// What is different about answers whose values live: fields, types, ranges, as of live events. When
// they came is told elsewhere.

import type { Act, ActKey } from "./act.ts";
import type { RuleBook } from "./content_rules.ts";
import { judgeLive, LiveTally } from "./live.ts";
import type { SessionPair } from "./pair_sessions.ts";
import type { LiveChange, LiveChanged } from "./result.ts";

/** Differences of values; an answer has no rate of its own. */
const OF_VALUES: readonly LiveChange["what"][] = [
  "field-lost",
  "field-new",
  "type",
  "range",
  "constant",
];

/** `live` are the indexes of the keys whose answers live. */
export function* answerFindings(
  pairs: readonly SessionPair[],
  live: ReadonlySet<number>,
  book: RuleBook,
): Iterable<LiveChanged> {
  if (live.size === 0) return;
  const tallies = new Map<ActKey, { readonly left: LiveTally; readonly right: LiveTally }>();
  const sessionOf = new Map<ActKey, number>();
  for (const [session, { left, right }] of pairs.entries()) {
    if (left === undefined || right === undefined) continue;
    for (const side of ["left", "right"] as const) {
      const { client, server } = side === "left" ? left : right;
      for (const act of [...client, ...server]) {
        const answer = answerAct(act);
        if (answer === undefined || !live.has(act.key.index)) continue;
        if (!sessionOf.has(act.key)) sessionOf.set(act.key, session);
        const known = tallies.get(act.key);
        const tally = known ??
          { left: new LiveTally(book.for(act.key)), right: new LiveTally(book.for(act.key)) };
        if (known === undefined) tallies.set(act.key, tally);
        tally[side].add(answer, session);
      }
    }
  }
  for (const [key, { left, right }] of tallies) {
    const session = sessionOf.get(key) ?? 0;
    for (const change of judgeLive(left, right)) {
      if (!OF_VALUES.includes(change.what)) continue;
      yield { kind: "live", session, key, what: change.what, change, ofAnswers: true };
    }
  }
}

/** An answer as an act, so that it can be tallied like one. */
function answerAct({ key, part, answer }: Act): Act | undefined {
  return answer === undefined
    ? undefined
    : { line: answer.line, part, at: answer.at, key, content: answer.content, asks: false };
}
