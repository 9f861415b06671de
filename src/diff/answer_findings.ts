// What is different about answers whose values live: fields, types, ranges, as of live events. When
// they came is told elsewhere.

import type { Act, ActKey } from "./act.ts";
import type { RuleBook } from "./content_rules.ts";
import { judgeLive } from "./live.ts";
import { type Tallies, talliesFor } from "./live_findings.ts";
import { type KeyedChange, lineOfAnswer, placeChanges } from "./live_places.ts";
import type { SessionPair } from "./pair_sessions.ts";
import type { LiveChange, LiveChanged } from "./result.ts";

/** Differences of values; an answer has no rate of its own. */
const OF_VALUES: readonly LiveChange["what"][] = [
  "field-lost",
  "field-new",
  "type",
  "range",
  "constant",
  "outlier",
];

/** `live` are the indexes of the keys whose answers live. */
export function answerFindings(
  pairs: readonly SessionPair[],
  live: ReadonlySet<number>,
  book: RuleBook,
): readonly LiveChanged[] {
  if (live.size === 0) return [];
  const tallies = new Map<ActKey, Tallies>();
  for (const [session, { left, right }] of pairs.entries()) {
    if (left === undefined || right === undefined) continue;
    for (const side of ["left", "right"] as const) {
      const { client, server } = side === "left" ? left : right;
      for (const act of [...client, ...server]) {
        const answer = answerAct(act);
        if (answer === undefined || !live.has(act.key.index)) continue;
        const known = tallies.get(act.key);
        const pair = known ?? talliesFor(act.key, book);
        if (known === undefined) tallies.set(act.key, pair);
        pair[side].add(answer, session);
      }
    }
  }
  const changes: KeyedChange[] = [];
  for (const [key, { left, right }] of tallies) {
    for (const change of judgeLive(left, right)) {
      if (OF_VALUES.includes(change.what)) changes.push({ key, change });
    }
  }
  return placeChanges(changes, pairs, lineOfAnswer)
    .map((change) => ({ ...change, ofAnswers: true }));
}

/** An answer as an act, so that it can be tallied like one. */
function answerAct({ key, part, answer }: Act): Act | undefined {
  return answer === undefined
    ? undefined
    : { line: answer.line, part, at: answer.at, key, content: answer.content, asks: false };
}
