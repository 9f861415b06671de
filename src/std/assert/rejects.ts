/** Asserts that the promise of a function is rejected. */

import { AssertionError } from "./assertion_error.ts";
import type { ClassOf } from "./error_class.ts";
import { assertIsError } from "./is_error.ts";
import { messageSuffix } from "./suffix.ts";

/** Asserts that `fn` returns a promise that is rejected, and resolves to its reason. */
export function assertRejects(
  fn: () => PromiseLike<unknown>,
  msg?: string,
): Promise<unknown>;
/** Asserts that `fn`'s promise is rejected with an `ErrorClass` whose message includes `msgIncludes`. */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ClassOf<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects(
  fn: () => PromiseLike<unknown>,
  classOrMessage?: ClassOf<Error> | string,
  msgIncludes?: string,
  msg?: string,
): Promise<unknown> {
  const ErrorClass = typeof classOrMessage === "string" ? undefined : classOrMessage;
  const suffix = messageSuffix(
    typeof classOrMessage === "string" ? classOrMessage : msg,
  );
  let returned = false;
  try {
    const promise = fn();
    returned = isPromiseLike(promise);
    if (!returned) {
      throw new TypeError(
        "Cannot await the result of a function: it is no promise",
      );
    }
    await promise;
  } catch (error) {
    if (!returned) {
      throw new AssertionError(
        `Function throws when expected to reject${suffix}`,
        {
          cause: error,
        },
      );
    }
    if (ErrorClass === undefined) return error;
    if (!(error instanceof Error)) {
      throw new AssertionError(`A non-Error object was rejected${suffix}`, {
        cause: error,
      });
    }
    assertIsError(error, ErrorClass, msgIncludes, msg);
    return error;
  }
  throw new AssertionError(`Expected function to reject${suffix}`);
}

function isPromiseLike(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value &&
    typeof value.then === "function";
}
