// Whose answers live: the values of most are other ones on either tape, and vary on each of them. An
// answer that is the same each time, and then another, has changed.

import type { ActTape, Content } from "./act.ts";
import { commonOf, countOne } from "./counts.ts";
import { looksLive } from "./live.ts";

interface Tally {
  count: number;
  readonly contents: Map<number, number>;
  readonly shapes: Map<number, number>;
}

/** The indexes of the keys whose answers live. */
export function liveAnswers(left: ActTape, right: ActTape): ReadonlySet<number> {
  const ofLeft = talliesOf(left);
  const ofRight = talliesOf(right);
  const live = new Set<number>();
  for (const [key, one] of ofLeft) {
    const other = ofRight.get(key);
    if (other === undefined || !varies(one) || !varies(other)) continue;
    const isLive = looksLive({
      left: one.count,
      right: other.count,
      sameContent: commonOf(one.contents, other.contents),
      sameShape: commonOf(one.shapes, other.shapes),
    });
    if (isLive) live.add(key);
  }
  return live;
}

function talliesOf({ sessions }: ActTape): ReadonlyMap<number, Tally> {
  const tallies = new Map<number, Tally>();
  for (const { client, server } of sessions) {
    for (const acts of [client, server]) {
      for (const { key, answer } of acts) {
        if (answer !== undefined) add(tallies, key.index, answer.content);
      }
    }
  }
  return tallies;
}

function add(tallies: Map<number, Tally>, key: number, { id, shape }: Content): void {
  let tally = tallies.get(key);
  if (tally === undefined) {
    tally = { count: 0, contents: new Map(), shapes: new Map() };
    tallies.set(key, tally);
  }
  tally.count += 1;
  countOne(tally.contents, id);
  countOne(tally.shapes, shape);
}

/** Most answers of a tape are different ones. */
function varies({ count, contents }: Tally): boolean {
  return contents.size * 2 > count;
}
