// Which acts live: their values are other ones in every recording, and their shape is the same.

import type { Value } from "../base/json.ts";
import type { Act, ActKey, ActTape } from "./act.ts";
import type { ContentRules } from "./content_rules.ts";
import { haveLikeKeys, MOST_SAMPLES, valuesLive } from "./live_evidence.ts";
import { FEWEST_LIVE, looksLive } from "./looks_live.ts";
import { maskValue } from "./mask.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** With fewer instances, other values must be shown to live. */
export const ENOUGH_INSTANCES = 6;

/** Shapes that so great a part of a tape has stand for all of it … */
const DOMINANT_SHARE = 1 / 3;

/** … where next to nothing is the same on both tapes. */
const NEXT_TO_NOTHING = 0.1;

/** What may carry something new each time: tokens and nonces do not only come with events. */
const LIVING: readonly ActKey["kind"][] = ["event", "message", "open", "connect", "http"];

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
  const doubtful = new Set<number>();
  for (const key of vocabulary.keys) {
    if (!LIVING.includes(key.kind)) continue;
    const [ofLeft, ofRight] = counts.of(key);
    const fewer = Math.min(ofLeft, ofRight);
    const same = sameContent[key.index] ?? 0;
    const sameShape = counts.sameShapes(key);
    if (looksLive({ left: ofLeft, right: ofRight, sameContent: same, sameShape })) {
      (fewer < ENOUGH_INSTANCES ? doubtful : live).add(key.index);
    } else if (fewer >= FEWEST_LIVE && same < NEXT_TO_NOTHING * fewer && counts.areAlike(key)) {
      doubtful.add(key.index);
    }
  }
  if (doubtful.size === 0) return live;
  const samples = { left: samplesOf(left, doubtful), right: samplesOf(right, doubtful) };
  for (const key of vocabulary.keys) {
    if (!doubtful.has(key.index)) continue;
    const valuesOf = (side: "left" | "right"): readonly Value[] =>
      (samples[side].get(key.index) ?? []).map((value) => masked(value, vocabulary.book.for(key)));
    if (valuesLive(valuesOf("left"), valuesOf("right"))) live.add(key.index);
  }
  return live;
}

/** What is ignored, or within a tolerance, shows nothing. */
function masked(value: Value, rules: ContentRules): Value {
  return rules.isExact ? value : maskValue(value, rules);
}

/** The first values of each key. */
function samplesOf(
  tape: ActTape,
  keys: ReadonlySet<number>,
): ReadonlyMap<number, readonly Value[]> {
  const samples = new Map<number, Value[]>();
  for (const { key, content } of actsOf(tape)) {
    if (!keys.has(key.index)) continue;
    const values = samples.get(key.index) ?? [];
    if (values.length >= MOST_SAMPLES) continue;
    if (values.length === 0) samples.set(key.index, values);
    values.push(content.value);
  }
  return samples;
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
  /** The first value of each shape. */
  readonly examples: Map<number, Value>;
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
    else {
      counts.shapes.set(content.shape, side === 0 ? [1, 0] : [0, 1]);
      counts.examples.set(content.shape, content.value);
    }
  }

  of({ index }: ActKey): Pair {
    return this.#countsOf(index).all;
  }

  sameShapes({ index }: ActKey): number {
    let sum = 0;
    for (const [left, right] of this.#countsOf(index).shapes.values()) sum += Math.min(left, right);
    return sum;
  }

  /** Whether most of what there is on one tape has the keys of most of the other tape. */
  areAlike(key: ActKey): boolean {
    const left = this.#dominant(key, 0);
    const right = this.#dominant(key, 1);
    return left !== undefined && right !== undefined && haveLikeKeys(left, right);
  }

  #dominant({ index }: ActKey, side: 0 | 1): Value | undefined {
    const { shapes, examples, all } = this.#countsOf(index);
    let most = 0;
    let dominant: number | undefined;
    for (const [shape, counts] of shapes) {
      if (counts[side] <= most) continue;
      most = counts[side];
      dominant = shape;
    }
    return dominant === undefined || most < DOMINANT_SHARE * all[side]
      ? undefined
      : examples.get(dominant);
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
    const counts: KeyCounts = { all: [0, 0], shapes: new Map(), examples: new Map() };
    this.#byKey.set(index, counts);
    return counts;
  }
}
