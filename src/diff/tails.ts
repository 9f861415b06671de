// What one session has more at its end than the other: what had no time to happen there. Of a stream
// that is cut off, one act more or less is chance.

import type { Act, ActSession } from "./act.ts";
import { NONE } from "./align.ts";
import { countOne } from "./counts.ts";
import { lifetime } from "./endings.ts";
import type { PairedSide } from "./pair_side.ts";

/** Acts that came so often are a stream. */
const STREAM = 8;

/** So many more at its end are chance. */
const CHANCE = 2;

/** Milliseconds that an ending may come earlier or later by chance. */
const SLACK = 100;

/** The most that the usual gap of a stream adds to that. */
const MOST_GAP = 2000;

export interface Tail {
  /** By their indexes, the last one first. */
  readonly acts: readonly { readonly index: number; readonly act: Act }[];
  /** How often each kind of act has a partner before it. */
  readonly paired: ReadonlyMap<Act["key"], number>;
}

/** What was taken away of it. */
export interface FoldedTail extends Tail {
  readonly folded: readonly Act[];
}

export interface Sessions {
  readonly left: ActSession;
  readonly right: ActSession;
  /** They ended in the same way. */
  readonly alike: boolean;
}

/** The acts behind the last one that both have, as far as the other session ended before them. */
export function tailOf(
  { left, right, ofLeft, ofRight }: PairedSide,
  side: "left" | "right",
  sessions: Sessions,
): Tail {
  const [acts, partners, others] = side === "left" ? [left, ofLeft, right] : [right, ofRight, left];
  const own = sessions[side];
  const other = side === "left" ? sessions.right : sessions.left;
  const paired = new Map<Act["key"], number>();
  let last = NONE;
  for (const [index, act] of acts.entries()) {
    if (partners[index] === NONE) continue;
    last = index;
    countOne(paired, act.key);
  }
  const usual = sessions.alike ? slackOf(acts, last) : 0;
  const lastOwn = acts[last];
  const lastOther = others[partners[last] ?? NONE];
  const tail: { readonly index: number; readonly act: Act }[] = [];
  for (let index = acts.length - 1; index > last; index--) {
    const act = acts[index];
    if (act === undefined) continue;
    const slack = (paired.get(act.key) ?? 0) >= STREAM ? usual : 0;
    // Counted from what both have, since one may have been slower to get in.
    const isSinceBoth = lastOwn !== undefined && lastOther !== undefined &&
      act.at - lastOwn.at >= other.at + lifetime(other) - lastOther.at - slack;
    const isSinceBegin = act.at - own.at >= lifetime(other);
    const isLeaving = !sessions.alike && act.key.kind === "disconnect";
    const isBehindItsEnd = act.at >= own.at + lifetime(own);
    if (isSinceBoth || isSinceBegin || isLeaving || isBehindItsEnd) tail.push({ index, act });
  }
  return { acts: tail, paired };
}

/** Whether what was taken away may be chance: of streams, and hardly any of it. */
export function isJitter({ folded, paired }: FoldedTail): boolean {
  const counts = new Map<Act["key"], number>();
  for (const { key } of folded) countOne(counts, key);
  return [...counts].every(([key, count]) => count <= CHANCE && (paired.get(key) ?? 0) >= STREAM);
}

/** A stream's own pace: its next act was due by then. */
function slackOf(acts: readonly Act[], last: number): number {
  const [first] = acts;
  const end = acts[last];
  if (first === undefined || end === undefined || last === 0) return 0;
  return SLACK + Math.min(MOST_GAP, (end.at - first.at) / last);
}
