/** Asserts that two values have the same structure. */

import { AssertionError } from "./assertion_error.ts";
import { describeDifference } from "./difference.ts";
import { equal } from "./equal.ts";
import { messageSuffix } from "./suffix.ts";

/** Asserts that `actual` and `expected` are deeply equal, and shows where they are not. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (equal(actual, expected)) return;
  throw new AssertionError(
    `Values are not equal${messageSuffix(msg)}${describeDifference(actual, expected)}`,
  );
}
