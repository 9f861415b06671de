// What is different about events whose values live: over all sessions that have a partner.

import type { Act, ActKey, ActSession, ActTape } from "./act.ts";
import type { RuleBook } from "./content_rules.ts";
import { judgeLive, LiveTally } from "./live.ts";
import { type KeyedChange, lineOfAct, placeChanges } from "./live_places.ts";
import { fixedActs, liveSpans } from "./live_span.ts";
import type { SessionPair } from "./pair_sessions.ts";
import type { LiveChanged } from "./result.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface LiveTapes {
  readonly left: ActTape;
  readonly right: ActTape;
}

/** `live` are the indexes of the keys that live. */
export function liveFindings(
  pairs: readonly SessionPair[],
  tapes: LiveTapes,
  live: ReadonlySet<number>,
  { keys, book }: Vocabulary,
): readonly LiveChanged[] {
  if (live.size === 0) return [];
  const tallies = new Map<ActKey, Tallies>();
  for (const key of keys) if (live.has(key.index)) tallies.set(key, talliesFor(key, book));
  for (const [index, { left, right }] of pairs.entries()) {
    if (left === undefined || right === undefined) continue;
    tally(left, "left", index, tallies);
    tally(right, "right", index, tallies);
    tellSpans({ left, right }, index, tapes, live, tallies);
  }
  const changes: KeyedChange[] = [];
  for (const [key, { left, right }] of tallies) {
    if (left.count === 0 || right.count === 0) continue;
    for (const change of judgeLive(left, right)) changes.push({ key, change });
  }
  return placeChanges(changes, pairs, lineOfAct);
}

/** What both tapes have of one kind of act. */
export interface Tallies {
  readonly left: LiveTally;
  readonly right: LiveTally;
}

export function talliesFor(key: ActKey, book: RuleBook): Tallies {
  return { left: new LiveTally(book.for(key)), right: new LiveTally(book.for(key)) };
}

function tally(
  { client, server }: ActSession,
  side: "left" | "right",
  index: number,
  tallies: ReadonlyMap<ActKey, Tallies>,
): void {
  const add = (act: Act): void => tallies.get(act.key)?.[side].add(act, index);
  client.forEach(add);
  server.forEach(add);
}

/** Tells the tallies of a pair from when to when their acts could come. */
function tellSpans(
  pair: { readonly left: ActSession; readonly right: ActSession },
  index: number,
  tapes: LiveTapes,
  live: ReadonlySet<number>,
  tallies: ReadonlyMap<ActKey, Tallies>,
): void {
  const here = [...tallies.values()].filter(({ left }) => left.sessions.has(index));
  if (here.length === 0) return;
  const fixed = {
    left: fixedActs(pair.left, tapes.left, live),
    right: fixedActs(pair.right, tapes.right, live),
  };
  for (const { left, right } of here) {
    const { first, last } = left.sessions.get(index) ?? {};
    const spans = liveSpans(fixed.left, fixed.right, first, last);
    left.session(index, spans.left);
    right.session(index, spans.right);
  }
}
