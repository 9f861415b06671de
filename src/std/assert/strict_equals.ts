/** Asserts that two values are one and the same. */

import { AssertionError } from "./assertion_error.ts";
import { describeDifference } from "./difference.ts";
import { format } from "./format.ts";
import { messageSuffix } from "./suffix.ts";

/** Asserts that `actual` is `expected` by `Object.is`, and tells the compiler so. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  if (Object.is(actual, expected)) return;
  const suffix = messageSuffix(msg);
  const shown = format(actual);
  throw new AssertionError(
    shown === format(expected)
      ? `Values have the same structure but are not reference-equal${suffix}\n\n${
        shown.replace(/^/gm, "    ")
      }\n`
      : `Values are not strictly equal${suffix}${describeDifference(actual, expected)}`,
  );
}
