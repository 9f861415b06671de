/** Asserts the presence of a value. */

import { AssertionError } from "./assertion_error.ts";
import { messageSuffix } from "./suffix.ts";

/** Asserts that `actual` is neither `null` nor `undefined`. */
export function assertExists<T>(
  actual: T,
  msg?: string,
): asserts actual is NonNullable<T> {
  if (actual !== undefined && actual !== null) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to not be null or undefined${messageSuffix(msg)}`,
  );
}
