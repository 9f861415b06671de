// Acts of different kinds that belong together all the same: the same in another namespace or under
// another name, and a connect that was refused.

import type { Act } from "./act.ts";
import { equalValues, hashValue } from "./hash_value.ts";

/** An act, and where it stands. */
export interface Placed {
  readonly index: number;
  readonly act: Act | undefined;
}

/** Pairs of indexes. */
export function pairVariants(
  left: readonly Placed[],
  right: readonly Placed[],
): readonly (readonly [left: number, right: number])[] {
  if (left.length === 0 || right.length === 0) return [];
  const waiting = new Map<string, Placed[]>();
  for (const placed of right) {
    const key = variantKey(placed.act);
    const known = waiting.get(key);
    if (known === undefined) waiting.set(key, [placed]);
    else known.push(placed);
  }
  const pairs: (readonly [number, number])[] = [];
  for (const { index, act } of left) {
    const candidates = waiting.get(variantKey(act)) ?? [];
    const place = candidates.findIndex((other) => isVariant(act, other.act));
    const partner = candidates[place];
    if (partner === undefined) continue;
    candidates.splice(place, 1);
    pairs.push([index, partner.index]);
  }
  return pairs;
}

/** What variants of each other have in common. */
function variantKey(act: Act | undefined): string {
  if (act === undefined) return "";
  const { kind, namespace } = act.key;
  return isReply(kind) ? `reply ${namespace}` : `${kind} ${hashValue(act.content.value)}`;
}

/** The same in another namespace or under another name, or a connect that was refused. */
function isVariant(left: Act | undefined, right: Act | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  const { kind, namespace, name } = left.key;
  if (isReply(kind) && isReply(right.key.kind)) return namespace === right.key.namespace;
  if (kind !== right.key.kind || !equalValues(left.content.value, right.content.value)) {
    return false;
  }
  return name === right.key.name || (kind === "event" && namespace === right.key.namespace);
}

/** What a server answers to a CONNECT. */
function isReply(kind: Act["key"]["kind"]): boolean {
  return kind === "connect" || kind === "refuse";
}
