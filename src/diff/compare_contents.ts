// Two contents, place by place: where they differ by more than the rules allow. The work grows with
// the contents' size and no faster, and ends when there are more differences than anybody reads.

import type { Value, ValueObject } from "../base/json.ts";
import { MAX_JSON_DEPTH } from "../base/json_depth.ts";
import { compareKeyed, compareSets } from "./compare_items.ts";
import { toldValue } from "./compare_told.ts";
import { type Comparer, printTrail, type TrailStep } from "./compare_trail.ts";
import { compareLeaves } from "./compare_leaves.ts";
import type { ContentRules } from "./content_rules.ts";
import { metresApart, type PositionKeys, positionKeysOf, printMetres } from "./geo.ts";
import { isPlain } from "./mask.ts";
import { printPosition } from "./noise_path.ts";
import type { Place } from "./places.ts";
import type { Difference } from "./result.ts";

/** So many differences of two contents are told. */
export const MAX_DIFFERENCES = 20;

/**
 * The differences, left's order first; none when the two are the same by these rules. Binary is told
 * as `{"$binary":{"bytes":6,"sha256":"…"}}`, an item of a keyed list as `$.drivers[id=7]`, a position
 * as one difference, `$.{lat,lng}`. An item that is gone or new stands under its index in its own
 * list.
 */
export function compareContents(
  left: Value,
  right: Value,
  rules: ContentRules,
): readonly Difference[] {
  if (left === right) return NONE;
  const comparison = new Comparison(rules, MAX_DIFFERENCES);
  comparison.contents(left, right);
  return comparison.differences;
}

const NONE: readonly Difference[] = Object.freeze([]);

class Comparison implements Comparer {
  readonly rules: ContentRules;
  readonly differences: Difference[] = [];
  readonly #limit: number;
  readonly #trail: TrailStep[] = [];

  constructor(rules: ContentRules, limit: number) {
    this.rules = rules;
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.differences.length >= this.#limit;
  }

  contents(left: Value, right: Value): void {
    const { root, isArguments } = this.rules;
    if (root.isIgnored) return;
    if (!isArguments || !Array.isArray(left) || !Array.isArray(right)) {
      this.values(left, right, root);
      return;
    }
    const [first, theirFirst] = [left[0], right[0]];
    if (left.length === 1 && right.length === 1) {
      this.values(first ?? null, theirFirst ?? null, root);
    } else if (left.length !== 1 && right.length !== 1) {
      this.values(left, right, root);
    } else {
      this.#differentCounts(left, right, root);
    }
  }

  /** One has a single argument and the other has not: what is said of `$` counts for the first. */
  #differentCounts(left: readonly Value[], right: readonly Value[], root: Place): void {
    const length = Math.max(left.length, right.length);
    for (let index = 0; index < length; index++) {
      const below = root.atItem(index, length);
      this.step(index, left[index], right[index], index === 0 ? below.or(root) : below);
    }
  }

  values(left: Value, right: Value, place: Place): void {
    if (left === right || this.isFull) return;
    if (isList(left) && isList(right)) this.#lists(left, right, place);
    else if (isObject(left) && isObject(right)) this.#objects(left, right, place);
    else {
      const { isSame, distance } = compareLeaves(left, right, place, this.rules);
      if (!isSame) this.tell(left, right, distance);
    }
  }

  step(step: TrailStep, left: Value | undefined, right: Value | undefined, place: Place): void {
    if (place.isIgnored || left === right || this.isFull) return;
    if (this.#trail.length >= MAX_JSON_DEPTH) return;
    this.#trail.push(step);
    if (left === undefined || right === undefined) this.tell(left, right);
    else this.values(left, right, place);
    this.#trail.pop();
  }

  tell(left: Value | undefined, right: Value | undefined, distance?: string): void {
    this.#add(printTrail(this.#trail), left, right, distance);
  }

  #add(path: string, left?: Value, right?: Value, distance?: string): void {
    if (this.isFull) return;
    this.differences.push({
      path,
      ...(left === undefined ? {} : { left: toldValue(left) }),
      ...(right === undefined ? {} : { right: toldValue(right) }),
      ...(distance === undefined ? {} : { distance }),
    });
  }

  #lists(left: readonly Value[], right: readonly Value[], place: Place): void {
    if (place.ignoresItems) return;
    if (place.itemKey !== undefined) compareKeyed(left, right, place, this);
    else if (place.isSet) compareSets(left, right, place, this);
    else this.#inOrder(left, right, place);
  }

  /**
   * Item by item. When something was put in or taken out, the items before and behind it are the
   * same: what is left between those is compared by index.
   */
  #inOrder(left: readonly Value[], right: readonly Value[], place: Place): void {
    const isTried = left.length !== right.length && this.#limit > 1;
    const shorter = Math.min(left.length, right.length);
    let start = 0;
    let behind = 0;
    if (isTried) {
      const isSame = (mine: number, theirs: number): boolean =>
        this.#isSame(left[mine], right[theirs], place.atItem(mine, left.length));
      while (start < shorter && isSame(start, start)) start++;
      while (
        behind < shorter - start && isSame(left.length - 1 - behind, right.length - 1 - behind)
      ) behind++;
    }
    const both = shorter - behind;
    for (let index = start; index < both && !this.isFull; index++) {
      this.step(index, left[index], right[index], place.atItem(index, left.length));
    }
    for (let index = both; index < left.length - behind && !this.isFull; index++) {
      this.step(index, left[index], undefined, place.atItem(index, left.length));
    }
    for (let index = both; index < right.length - behind && !this.isFull; index++) {
      this.step(index, undefined, right[index], place.atItem(index, right.length));
    }
  }

  /** A try does not try again further in: the work would double with every level. */
  #isSame(left: Value | undefined, right: Value | undefined, place: Place): boolean {
    if (place.isIgnored) return true;
    const trial = new Comparison(this.rules, 1);
    trial.values(left ?? null, right ?? null, place);
    return trial.differences.length === 0;
  }

  #objects(left: ValueObject, right: ValueObject, place: Place): void {
    const positions = this.rules.geo === undefined ? NO_KEYS : this.#positions(left, right, place);
    for (const key in left) {
      if (this.isFull) return;
      if (positions.has(key)) continue;
      const theirs = Object.hasOwn(right, key) ? right[key] : undefined;
      this.step(key, left[key], theirs, place.atKey(key));
    }
    for (const key in right) {
      if (!Object.hasOwn(left, key)) this.step(key, undefined, right[key], place.atKey(key));
    }
  }

  /** Tells positions that are too far apart; gives the keys that need no more look. */
  #positions(left: ValueObject, right: ValueObject, place: Place): ReadonlySet<string> {
    const keys = new Set<string>();
    for (const pair of positionKeysOf(left)) {
      const { latitude, longitude } = pair;
      if (!isPlain(place, latitude) || !isPlain(place, longitude)) continue;
      if (!Object.hasOwn(right, latitude) || !Object.hasOwn(right, longitude)) continue;
      const metres = metresApart(left, right, pair);
      if (metres === undefined) continue;
      keys.add(latitude).add(longitude);
      if (metres <= (this.rules.geo ?? 0)) continue;
      const path = printPosition(printTrail(this.#trail), latitude, longitude);
      this.#add(path, positionOf(left, pair), positionOf(right, pair), printMetres(metres));
    }
    return keys;
  }
}

const NO_KEYS: ReadonlySet<string> = new Set();

function positionOf(object: ValueObject, { latitude, longitude }: PositionKeys): Value {
  return { [latitude]: object[latitude] ?? null, [longitude]: object[longitude] ?? null };
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function isObject(value: Value): value is ValueObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Uint8Array);
}
