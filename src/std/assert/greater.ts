/** Asserts an order: greater than. */

import { AssertionError } from "./assertion_error.ts";
import { format } from "./format.ts";
import { messageSuffix } from "./suffix.ts";

/** Asserts that `actual` is greater than `expected`, by the operator `>`. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  if (actual > expected) return;
  throw new AssertionError(
    `Expect ${format(actual)} > ${format(expected)}${messageSuffix(msg)}`,
  );
}
