/** The opposite of `assert`: a value is falsy. */

import { AssertionError } from "./assertion_error.ts";

/** Every type of which a value can be falsy. */
export type Falsy = false | 0 | 0n | "" | null | undefined;

/** Asserts that `expr` is falsy, and tells the compiler so. */
export function assertFalse(expr: unknown, msg = ""): asserts expr is Falsy {
  if (expr) throw new AssertionError(msg);
}
