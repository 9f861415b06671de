/** Asserts the class of a value. */

import { AssertionError } from "./assertion_error.ts";
import { messageSuffix } from "./suffix.ts";

/** Any class, abstract ones too. */
export type AnyConstructor = abstract new (...args: never[]) => unknown;

/** What a class makes. */
export type GetConstructorType<C extends AnyConstructor> = C extends
  abstract new (...args: never[]) => infer Instance ? Instance : never;

/** Asserts that `actual` is an instance of `expectedType`, and tells the compiler so. */
export function assertInstanceOf<T extends AnyConstructor>(
  actual: unknown,
  expectedType: T,
  msg = "",
): asserts actual is GetConstructorType<T> {
  if (actual instanceof expectedType) return;
  const expected = expectedType.name;
  throw new AssertionError(
    `Expected object to be an instance of "${expected}"${insteadOf(actual, expected)}${
      messageSuffix(msg)
    }`,
  );
}

/** Says what was found; nothing when its class only has the same name. */
function insteadOf(actual: unknown, expected: string): string {
  if (typeof actual === "function") return " but was not an instanced object";
  const found = actual !== null && typeof actual === "object"
    ? actual.constructor?.name ?? "Object"
    : actual === null
    ? "null"
    : typeof actual;
  return found === expected ? "" : ` but was "${found}"`;
}
