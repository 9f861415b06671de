/** Deep equality of any two values: what `assertEquals` means by equal. */

import { propertyNames, sameIndexed, samePrototype } from "./structure.ts";

/** Classes whose instances are fully told by their text. */
const TEXT_CLASSES: readonly (abstract new (...args: never[]) => unknown)[] = [
  Intl.Locale,
  RegExp,
  URL,
  URLSearchParams,
];

/** Whether `a` and `b` have the same structure. `0` equals `-0`, and `NaN` equals `NaN`. */
export function equal(a: unknown, b: unknown): boolean {
  return compare(a, b, new Map());
}

/** Objects under comparison with their partners: a pair that is met again within itself holds. */
type Pairs = Map<object, object>;

function compare(a: unknown, b: unknown, pairs: Pairs): boolean {
  if (a === b || Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b)) return false;
  if (a instanceof Date && b instanceof Date) {
    return Object.is(a.getTime(), b.getTime());
  }
  if (!samePrototype(a, b)) return false;
  const indexed = sameIndexed(a, b);
  if (indexed !== undefined) return indexed;
  if (a instanceof WeakMap) {
    throw new TypeError("Cannot compare WeakMap instances");
  }
  if (a instanceof WeakSet) {
    throw new TypeError("Cannot compare WeakSet instances");
  }
  if (a instanceof WeakRef && b instanceof WeakRef) {
    return compare(a.deref(), b.deref(), pairs);
  }
  if (pairs.get(a) === b) return true;
  if (Object.keys(a).length !== Object.keys(b).length) return false;
  pairs.set(a, b);
  if (a instanceof Set && b instanceof Set) return sameSet(a, b, pairs);
  if (a instanceof Map && b instanceof Map) return sameMap(a, b, pairs);
  if (TEXT_CLASSES.some((type) => a instanceof type)) {
    return String(a) === String(b);
  }
  return sameProperties(a, b, pairs);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function sameSet(
  a: ReadonlySet<unknown>,
  b: ReadonlySet<unknown>,
  pairs: Pairs,
): boolean {
  if (a.size !== b.size) return false;
  const rest = [...a].filter((member) => !b.has(member));
  if (!rest.every(isObject)) return false;
  return pairUp(rest, [...b].filter((member) => !a.has(member)), pairs);
}

function sameMap(
  a: ReadonlyMap<unknown, unknown>,
  b: ReadonlyMap<unknown, unknown>,
  pairs: Pairs,
): boolean {
  if (a.size !== b.size) return false;
  const shared = [...a.keys()].filter((key) => b.has(key));
  if (!shared.every((key) => compare(a.get(key), b.get(key), pairs))) {
    return false;
  }
  return pairUp(
    [...a].filter(([key]) => !b.has(key)),
    [...b].filter(([key]) => !a.has(key)),
    pairs,
  );
}

/** Whether each of `items` has an equal one of its own among `others`, in any order. */
function pairUp(
  items: readonly unknown[],
  others: readonly unknown[],
  pairs: Pairs,
): boolean {
  const rest = [...others];
  return items.every((item) => {
    const index = rest.findIndex((other) => holdsApart(item, other, pairs));
    if (index < 0) return false;
    rest.splice(index, 1);
    return true;
  });
}

/** Compares on a copy of the pairs, so that a try that fails leaves no pair behind. */
function holdsApart(item: unknown, other: unknown, pairs: Pairs): boolean {
  return compare(item, other, new Map(pairs));
}

function sameProperties(a: object, b: object, pairs: Pairs): boolean {
  return [...propertyNames(a, b)].every((name) =>
    name in a === name in b &&
    compare(Reflect.get(a, name), Reflect.get(b, name), pairs)
  );
}
