// Lists whose order means nothing: what is gone and what is new, by the items themselves or by what
// they have under a key. Items find each other by hash, so that long lists take no longer.

import type { Value, ValueObject } from "../base/json.ts";
import { coordinateOf } from "../timeline/positions.ts";
import type { Comparer } from "./compare_trail.ts";
import { hashValue } from "./hash_value.ts";
import { keyOfItem, maskPlace } from "./mask.ts";
import type { Place } from "./places.ts";

type Items = readonly Value[];

/** Indexes of items that are the same but for what the rules let pass. */
type Buckets = ReadonlyMap<number, readonly number[]>;

/** As often as an item is in one, it must be in the other. */
export function compareSets(left: Items, right: Items, place: Place, comparer: Comparer): void {
  const mine = bucketsOf(left, place, comparer);
  const theirs = bucketsOf(right, place, comparer);
  const gone: number[] = [];
  const come: number[] = [];
  for (const [hash, indexes] of mine) {
    const others = theirs.get(hash) ?? [];
    const pairs = Math.min(indexes.length, others.length);
    if (!comparer.rules.isExact && pairs > 0) {
      comparePairs(left, right, inOrder(left, indexes), inOrder(right, others), place, comparer);
    }
    for (let rank = pairs; rank < indexes.length; rank++) gone.push(indexes[rank] ?? 0);
    for (let rank = pairs; rank < others.length; rank++) come.push(others[rank] ?? 0);
  }
  for (const [hash, indexes] of theirs) {
    if (!mine.has(hash)) { for (const index of indexes) come.push(index); }
  }
  for (const index of sorted(gone)) {
    comparer.step(index, left[index], undefined, place.atItem(index, left.length));
  }
  for (const index of sorted(come)) {
    comparer.step(index, undefined, right[index], place.atItem(index, right.length));
  }
}

function sorted(indexes: readonly number[]): readonly number[] {
  return indexes.toSorted((first, second) => first - second);
}

function bucketsOf(items: Items, place: Place, { rules }: Comparer): Buckets {
  const buckets = new Map<number, number[]>();
  for (const [index, item] of items.entries()) {
    const below = place.atItem(index, items.length);
    if (below.isIgnored) continue;
    const hash = hashValue(maskPlace(item, below, rules));
    const bucket = buckets.get(hash);
    if (bucket === undefined) buckets.set(hash, [index]);
    else bucket.push(index);
  }
  return buckets;
}

/** What the rules let pass may still be too far apart. */
function comparePairs(
  left: Items,
  right: Items,
  mine: readonly number[],
  theirs: readonly number[],
  place: Place,
  comparer: Comparer,
): void {
  for (let rank = 0; rank < mine.length && rank < theirs.length; rank++) {
    const [index, other] = [mine[rank] ?? 0, theirs[rank] ?? 0];
    comparer.step(index, left[index], right[other], place.atItem(index, left.length));
  }
}

/** Items that differ in tolerated numbers only: the least goes with the least. */
function inOrder(items: Items, indexes: readonly number[]): readonly number[] {
  if (indexes.length < 2) return indexes;
  return indexes.toSorted((first, second) =>
    orderOf(items[first] ?? null, items[second] ?? null) || first - second
  );
}

/** Below 0 when the left one comes first; only asked of values with the same keys and types. */
function orderOf(left: Value, right: Value): number {
  if (left === right) return 0;
  const [mine, theirs] = [coordinateOf(left), coordinateOf(right)];
  if (mine !== undefined && theirs !== undefined) return mine - theirs;
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : 1;
  if (!isContainer(left) || !isContainer(right)) return 0;
  for (const key of Object.keys(left).sort()) {
    const order = orderOf(
      (left as ValueObject)[key] ?? null,
      (right as ValueObject)[key] ?? null,
    );
    if (order !== 0) return order;
  }
  return 0;
}

function isContainer(value: Value): value is Exclude<Extract<Value, object>, Uint8Array> {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}

/** Items with the same under the key belong together; the others by their order. */
export function compareKeyed(left: Items, right: Items, place: Place, comparer: Comparer): void {
  const key = place.itemKey ?? "";
  const others = new Map<string | number | undefined, number[]>();
  for (const [index, item] of right.entries()) {
    const id = keyOfItem(item, key);
    const known = others.get(id);
    if (known === undefined) others.set(id, [index]);
    else known.push(index);
  }
  const next = new Map<string | number | undefined, number>();
  const used = new Set<number>();
  for (const [index, item] of left.entries()) {
    const id = keyOfItem(item, key);
    const rank = next.get(id) ?? 0;
    next.set(id, rank + 1);
    const other = others.get(id)?.[rank];
    if (other !== undefined) used.add(other);
    const theirs = other === undefined ? undefined : right[other];
    const step = id === undefined ? index : { key, value: id };
    comparer.step(step, item, theirs, place.atItem(index, left.length));
  }
  for (const [index, item] of right.entries()) {
    if (used.has(index)) continue;
    const id = keyOfItem(item, key);
    const step = id === undefined ? index : { key, value: id };
    comparer.step(step, undefined, item, place.atItem(index, right.length));
  }
}
