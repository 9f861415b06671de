/** What `equal` asks of objects before it looks at their values. */

/** Whether two objects are of one kind; one without a prototype counts as a plain object. */
export function samePrototype(a: object, b: object): boolean {
  return prototypeOf(a) === prototypeOf(b);
}

/** Compares bytes and typed arrays; undefined when `a` is neither. Both are of one kind. */
export function sameIndexed(a: object, b: object): boolean | undefined {
  if (a instanceof ArrayBuffer && b instanceof ArrayBuffer) {
    return sameNumbers(new Uint8Array(a), new Uint8Array(b));
  }
  return isTypedArray(a) && isTypedArray(b) ? sameNumbers(a, b) : undefined;
}

/**
 * The names of the properties that count. Of plain objects and arrays these are the enumerable
 * ones; of other objects all, those of their classes too, so that getters are compared.
 */
export function propertyNames(
  a: object,
  b: object,
): ReadonlySet<string | symbol> {
  return isPlain(a) ? new Set(Reflect.ownKeys({ ...a, ...b })) : allNames(a).union(allNames(b));
}

interface Indexed {
  readonly length: number;
  readonly [index: number]: unknown;
}

const TypedArray: unknown = Object.getPrototypeOf(Uint8Array);

function isTypedArray(value: object): value is Indexed {
  return typeof TypedArray === "function" && value instanceof TypedArray;
}

function sameNumbers(a: Indexed, b: Indexed): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    if (a[index] !== b[index] && !Object.is(a[index], b[index])) return false;
  }
  return true;
}

function prototypeOf(value: object): unknown {
  return Object.getPrototypeOf(value) ?? Object.prototype;
}

function isPlain(value: object): boolean {
  const prototype = prototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype;
}

function allNames(value: object): Set<string | symbol> {
  const names = new Set(Reflect.ownKeys(value));
  let prototype: unknown = Object.getPrototypeOf(value);
  while (
    typeof prototype === "object" && prototype !== null &&
    prototype !== Object.prototype
  ) {
    Reflect.ownKeys(prototype).forEach((name) => names.add(name));
    prototype = Object.getPrototypeOf(prototype);
  }
  return names;
}
