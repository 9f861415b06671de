// Paths into the arguments of an event: find what they lead to, or make a copy in which it is
// something else. Nothing is changed in place; what stays the same is shared with the original.

import type { Value, ValueObject } from "../../base/json.ts";
import { MAX_JSON_DEPTH } from "../../base/json_depth.ts";
import { parsePath, type Step } from "./path_syntax.ts";

/** A value, and the keys that lead to it. */
export interface Place {
  readonly path: readonly (string | number)[];
  readonly value: Value;
}

/** A path that can be followed. The root is what `$` stands for. */
export interface Path {
  /** As it was written. */
  readonly text: string;
  /** It has no `*` and no `**`: it leads to one place at the most. */
  readonly isExact: boolean;
  /** All that it leads to, in reading order, outer values before what is in them. */
  find(root: Value): readonly Place[];
  /** A copy with another value in every place; the root itself when nothing changes. */
  replace(root: Value, change: (place: Place) => Value): Value;
  /**
   * A copy with this value in every place. An exact path may name a new key of an object, or the
   * item behind the last of a list; the way there must exist. The root itself when nothing changes.
   */
  set(root: Value, value: Value): Value;
}

/** Reads a path such as `$.room`, `$[1].lat` or `**.ts`; throws an ExpressionError. */
export function compilePath(text: string): Path {
  const steps = parsePath(text);
  const isExact = steps.every(({ kind }) => kind === "key" || kind === "item");
  const start = follow(steps, [0]);
  return {
    text,
    isExact,
    find(root): readonly Place[] {
      const places: Place[] = [];
      walk(steps, start, { path: [], value: root }, (place) => places.push(place));
      return places;
    },
    replace(root, change): Value {
      return rebuild(steps, start, { path: [], value: root }, change);
    },
    set(root, value): Value {
      return isExact ? put(steps, root, value) : rebuild(steps, start, {
        path: [],
        value: root,
      }, () => value);
    },
  };
}

/** Which steps may come next: with `**` these are several. */
type State = readonly number[];

/** `**` may stand for no level at all: the step behind it is next as well. */
function follow(steps: readonly Step[], state: State): State {
  const reached = new Set<number>();
  for (const first of state) {
    let next = first;
    reached.add(next);
    while (steps[next]?.kind === "deep") reached.add(++next);
  }
  return [...reached];
}

/** What is left after going to a key or item of a list of this length. */
function advance(
  steps: readonly Step[],
  state: State,
  key: string | number,
  length: number,
): State {
  const next: number[] = [];
  for (const index of state) {
    const step = steps[index];
    if (step === undefined) continue;
    if (step.kind === "deep") next.push(index);
    else if (leadsTo(step, key, length)) next.push(index + 1);
  }
  return next.length === 0 ? next : follow(steps, next);
}

function leadsTo(step: Step, key: string | number, length: number): boolean {
  switch (step.kind) {
    case "key":
      return step.key === key;
    case "item":
      return (step.index < 0 ? length + step.index : step.index) === key;
    case "each":
    case "deep":
      return true;
  }
}

/** Values may be nested as deep as payloads are; what lies deeper is not looked at. */
function childrenOf(value: Value, depth: number): readonly (readonly [string | number, Value])[] {
  if (typeof value !== "object" || value === null || depth > MAX_JSON_DEPTH) return [];
  if (value instanceof Uint8Array) return [];
  return Array.isArray(value) ? [...value.entries()] : Object.entries(value);
}

function walk(
  steps: readonly Step[],
  state: State,
  { path, value }: Place,
  found: (place: Place) => void,
): void {
  if (state.includes(steps.length)) found({ path, value });
  const length = Array.isArray(value) ? value.length : 0;
  for (const [key, child] of childrenOf(value, path.length)) {
    const next = advance(steps, state, key, length);
    if (next.length > 0) walk(steps, next, { path: [...path, key], value: child }, found);
  }
}

/** What is inside is replaced first. */
function rebuild(
  steps: readonly Step[],
  state: State,
  { path, value }: Place,
  change: (place: Place) => Value,
): Value {
  const length = Array.isArray(value) ? value.length : 0;
  let rebuilt = value;
  for (const [key, child] of childrenOf(value, path.length)) {
    const next = advance(steps, state, key, length);
    if (next.length === 0) continue;
    const changed = rebuild(steps, next, { path: [...path, key], value: child }, change);
    if (changed !== child) rebuilt = withChild(rebuilt, key, changed);
  }
  return state.includes(steps.length) ? change({ path, value: rebuilt }) : rebuilt;
}

function put(steps: readonly Step[], root: Value, value: Value): Value {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  const key = keyFor(root, step);
  if (key === undefined) return root;
  const child = childOf(root, key);
  if (child === undefined && rest.length > 0) return root;
  const changed = child === undefined ? value : put(rest, child, value);
  return changed === child ? root : withChild(root, key, changed);
}

/** The key or index that a step means, if it can be there. */
function keyFor(value: Value, step: Step): string | number | undefined {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return undefined;
  if (!Array.isArray(value)) return step.kind === "key" ? step.key : undefined;
  if (step.kind !== "item") return undefined;
  const index = step.index < 0 ? value.length + step.index : step.index;
  return index >= 0 && index <= value.length ? index : undefined;
}

function childOf(value: Value, key: string | number): Value | undefined {
  if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
  return Object.hasOwn(value as ValueObject, key) ? (value as ValueObject)[key] : undefined;
}

function withChild(value: Value, key: string | number, child: Value): Value {
  if (!Array.isArray(value)) return { ...(value as ValueObject), [key]: child };
  const copy = [...value];
  if (typeof key === "number") copy[key] = child;
  return copy;
}
