/** Asserts what a string looks like. */

import { AssertionError } from "./assertion_error.ts";
import { messageSuffix } from "./suffix.ts";

/** Asserts that `expected` matches `actual`. */
export function assertMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void {
  if (expected.test(actual)) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to match: "${expected}"${messageSuffix(msg)}`,
  );
}
