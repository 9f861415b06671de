// Which acts live: their values are other ones in every recording, and their shape is the same.

import type { Act, ActKey, ActTape } from "./act.ts";
import { looksLive } from "./live.ts";

/** How often each content and each shape came, by key. */
interface KeyCounts {
  count: number;
  readonly contents: Map<number, number>;
  readonly shapes: Map<number, number>;
}

/** The indexes of the keys that live. */
export function liveKeys(left: ActTape, right: ActTape): ReadonlySet<number> {
  const ofLeft = countsOf(left);
  const ofRight = countsOf(right);
  const live = new Set<number>();
  for (const [key, one] of ofLeft) {
    const other = ofRight.get(key);
    if (other === undefined) continue;
    const isLive = looksLive({
      left: one.count,
      right: other.count,
      sameContent: common(one.contents, other.contents),
      sameShape: common(one.shapes, other.shapes),
    });
    if (isLive) live.add(key.index);
  }
  return live;
}

function countsOf({ sessions }: ActTape): ReadonlyMap<ActKey, KeyCounts> {
  const byKey = new Map<ActKey, KeyCounts>();
  for (const { client, server } of sessions) {
    for (const acts of [client, server]) for (const act of acts) count(byKey, act);
  }
  return byKey;
}

function count(byKey: Map<ActKey, KeyCounts>, { key, content }: Act): void {
  if (key.kind !== "event" && key.kind !== "message") return;
  let counts = byKey.get(key);
  if (counts === undefined) {
    counts = { count: 0, contents: new Map(), shapes: new Map() };
    byKey.set(key, counts);
  }
  counts.count += 1;
  counts.contents.set(content.id, (counts.contents.get(content.id) ?? 0) + 1);
  counts.shapes.set(content.shape, (counts.shapes.get(content.shape) ?? 0) + 1);
}

/** How many of both belong together. */
function common(left: ReadonlyMap<number, number>, right: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const [item, count] of left) sum += Math.min(count, right.get(item) ?? 0);
  return sum;
}
