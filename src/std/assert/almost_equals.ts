/** Asserts that two numbers are the same but for rounding. */

import { AssertionError } from "./assertion_error.ts";
import { messageSuffix } from "./suffix.ts";

/** The tolerance of `assertAlmostEquals` for want of another, as a share of the expected number. */
const DEFAULT_SHARE = 1e-7;

/** Asserts that `actual` and `expected` differ by `tolerance` at the most. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  msg?: string,
): void {
  if (Object.is(actual, expected)) return;
  const limit = tolerance ??
    (isFinite(expected) ? Math.abs(expected * DEFAULT_SHARE) : DEFAULT_SHARE);
  const delta = Math.abs(expected - actual);
  if (delta <= limit) return;
  throw new AssertionError(
    `Expected actual: "${show(actual)}" to be close to "${show(expected)}": ` +
      `delta "${show(delta)}" is greater than "${show(limit)}"${messageSuffix(msg)}`,
  );
}

function show(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toExponential();
}
