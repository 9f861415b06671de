/** Asserts that a function throws. */

import { AssertionError } from "./assertion_error.ts";
import type { ClassOf } from "./error_class.ts";
import { assertIsError } from "./is_error.ts";
import { messageSuffix } from "./suffix.ts";

/** Asserts that `fn` throws, and returns what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/** Asserts that `fn` throws an `ErrorClass` whose message includes `msgIncludes`, and returns it. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ClassOf<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows(
  fn: () => unknown,
  classOrMessage?: ClassOf<Error> | string,
  msgIncludes?: string,
  msg?: string,
): unknown {
  const ErrorClass = typeof classOrMessage === "string" ? undefined : classOrMessage;
  const suffix = messageSuffix(
    typeof classOrMessage === "string" ? classOrMessage : msg,
  );
  let thrown: unknown;
  try {
    fn();
  } catch (error) {
    thrown = error;
    if (ErrorClass === undefined) return thrown;
    if (!(error instanceof Error)) {
      throw new AssertionError(`A non-Error object was thrown${suffix}`);
    }
    assertIsError(error, ErrorClass, msgIncludes, msg);
    return error;
  }
  throw new AssertionError(`Expected function to throw${suffix}`);
}
