/** The plainest assertion: a value is truthy. */

import { AssertionError } from "./assertion_error.ts";

/** Asserts that `expr` is truthy, and tells the compiler so. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}
