/** Values under dotted names: `a.b` is the property `b` of the object `a`. */

type Nested = Record<string, unknown>;

/** Sets the value under a dotted name, making the objects on the way. */
export function setNested(target: Nested, name: string, value: unknown): void {
  const keys = name.split(".");
  const last = keys.pop() ?? name;
  let object = target;
  for (const key of keys) {
    const found = ownValue(object, key);
    const next = isNested(found) ? found : {};
    if (next !== found) define(object, key, next);
    object = next;
  }
  define(object, last, value);
}

/** Adds a value to the list under a dotted name. */
export function addNested(target: Nested, name: string, value: unknown): void {
  const found = getNested(target, name);
  if (Array.isArray(found)) found.push(value);
  else setNested(target, name, found ? [found, value] : [value]);
}

/** Whether there is a value, `undefined` too, under a dotted name. */
export function hasNested(target: Nested, name: string): boolean {
  const keys = name.split(".");
  const last = keys.pop() ?? name;
  const parent = keys.length === 0 ? target : getNested(target, keys.join("."));
  return isNested(parent) && Object.hasOwn(parent, last);
}

function getNested(target: Nested, name: string): unknown {
  return name.split(".").reduce<unknown>(
    (object, key) => isNested(object) ? ownValue(object, key) : undefined,
    target,
  );
}

/** Own properties only: `--toString` and `--__proto__` are names like any other. */
function ownValue(object: Nested, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function define(object: Nested, key: string, value: unknown): void {
  Object.defineProperty(object, key, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

function isNested(value: unknown): value is Nested {
  return typeof value === "object" && value !== null;
}
