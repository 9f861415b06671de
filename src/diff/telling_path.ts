// Acts of one kind that are known by something in them: an id, a count, a name. In a long gap those
// that have the same of it belong together, whatever else was changed in them.

import { isJsonObject, type Value } from "../base/json.ts";
import type { Act } from "./act.ts";
import { countOne } from "./counts.ts";
import { hashValue } from "./hash_value.ts";

/** How many places of an act are looked at. */
const MAX_PLACES = 40;

/** How deep they may lie. */
const MAX_DEPTH = 3;

/**
 * Numbers for both lists, the same for acts that are known by the same: of all places the one that
 * tells most of them apart and stands on both sides most often. Undefined where there is none.
 */
export function tellingTokens(
  left: readonly Act[],
  right: readonly Act[],
): { readonly left: Int32Array; readonly right: Int32Array } | undefined {
  const [ofLeft, ofRight] = [placesOf(left), placesOf(right)];
  let best: { readonly path: string; readonly common: number } | undefined;
  for (const [path, values] of ofLeft) {
    const others = ofRight.get(path);
    if (others === undefined) continue;
    let common = 0;
    // What is there only once on each side tells; what all have tells nothing.
    for (const [value, count] of values) {
      if (count === 1 && others.get(value) === 1) common += 1;
    }
    if (common > (best?.common ?? 0)) best = { path, common };
  }
  if (best === undefined || best.common * 2 < Math.min(left.length, right.length)) return undefined;
  const tokens = new Map<string, number>();
  const { path } = best;
  return { left: tokensOf(left, path, tokens), right: tokensOf(right, path, tokens) };
}

type Places = Map<string, Map<number, number>>;

/** By path, how often each value came. */
function placesOf(acts: readonly Act[]): Places {
  const places: Places = new Map();
  for (const { content } of acts) {
    for (const [path, value] of leavesOf(content.value)) {
      const values = places.get(path) ?? new Map<number, number>();
      if (values.size === 0) places.set(path, values);
      const hash = hashValue(value);
      countOne(values, hash);
    }
  }
  return places;
}

function tokensOf(acts: readonly Act[], path: string, tokens: Map<string, number>): Int32Array {
  return Int32Array.from(acts, ({ key, content }) => {
    const leaf = leavesOf(content.value).find(([place]) => place === path);
    const text = `${key.index} ${leaf === undefined ? "" : hashValue(leaf[1])}`;
    const token = tokens.get(text) ?? tokens.size;
    tokens.set(text, token);
    return token;
  });
}

/** What stands where in a value; of large ones the first places. */
export function leavesOf(value: Value): readonly (readonly [path: string, value: Value])[] {
  const leaves: [string, Value][] = [];
  collect(value, "$", 0, leaves);
  return leaves;
}

function collect(value: Value, path: string, depth: number, leaves: [string, Value][]): void {
  if (leaves.length >= MAX_PLACES) return;
  const isDeep = depth > MAX_DEPTH;
  if (Array.isArray(value) && !isDeep) {
    for (const [index, item] of value.entries()) {
      collect(item, `${path}[${index}]`, depth + 1, leaves);
    }
  } else if (isJsonObject(value) && !isDeep) {
    for (const [key, item] of Object.entries(value)) {
      collect(item, `${path}.${key}`, depth + 1, leaves);
    }
  } else leaves.push([path, value]);
}
