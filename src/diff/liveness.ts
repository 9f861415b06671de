// Which acts live: their values are other ones in every recording, and their shape is the same.

import type { Act, ActKey, ActTape } from "./act.ts";
import { looksLive } from "./live.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The indexes of the keys that live. */
export function liveKeys(
  left: ActTape,
  right: ActTape,
  vocabulary: Vocabulary,
): ReadonlySet<number> {
  const counts = new Counts(vocabulary);
  for (const act of actsOf(left)) counts.add(act, 0);
  for (const act of actsOf(right)) counts.add(act, 1);
  const sameContent = counts.sameContents();
  const live = new Set<number>();
  for (const key of vocabulary.keys) {
    if (key.kind !== "event" && key.kind !== "message") continue;
    const [ofLeft, ofRight] = counts.of(key);
    const isLive = looksLive({
      left: ofLeft,
      right: ofRight,
      sameContent: sameContent[key.index] ?? 0,
      sameShape: counts.sameShapes(key),
    });
    if (isLive) live.add(key.index);
  }
  return live;
}

function* actsOf({ sessions }: ActTape): Iterable<Act> {
  for (const { client, server } of sessions) {
    yield* client;
    yield* server;
  }
}

type Pair = [left: number, right: number];

interface KeyCounts {
  readonly all: Pair;
  readonly shapes: Map<number, Pair>;
}

/** How often each content and each shape came on either tape. */
class Counts {
  readonly #vocabulary: Vocabulary;
  /** By content; those of the right tape behind those of the left one. */
  readonly #contents: Int32Array;
  readonly #byKey = new Map<number, KeyCounts>();

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#contents = new Int32Array(2 * vocabulary.contentCount);
  }

  add({ key, content }: Act, side: 0 | 1): void {
    const place = 2 * content.id + side;
    this.#contents[place] = (this.#contents[place] ?? 0) + 1;
    const counts = this.#countsOf(key.index);
    counts.all[side] += 1;
    const shape = counts.shapes.get(content.shape);
    if (shape !== undefined) shape[side] += 1;
    else counts.shapes.set(content.shape, side === 0 ? [1, 0] : [0, 1]);
  }

  of({ index }: ActKey): Pair {
    return this.#countsOf(index).all;
  }

  sameShapes({ index }: ActKey): number {
    let sum = 0;
    for (const [left, right] of this.#countsOf(index).shapes.values()) sum += Math.min(left, right);
    return sum;
  }

  /** By key, how many acts have one of the same content on the other tape. */
  sameContents(): readonly number[] {
    const same: number[] = [];
    for (let id = 0; id < this.#vocabulary.contentCount; id++) {
      const count = Math.min(this.#contents[2 * id] ?? 0, this.#contents[2 * id + 1] ?? 0);
      if (count === 0) continue;
      const key = this.#vocabulary.keyOf(id);
      same[key] = (same[key] ?? 0) + count;
    }
    return same;
  }

  #countsOf(index: number): KeyCounts {
    const known = this.#byKey.get(index);
    if (known !== undefined) return known;
    const counts: KeyCounts = { all: [0, 0], shapes: new Map() };
    this.#byKey.set(index, counts);
    return counts;
  }
}
