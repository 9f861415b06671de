/** Marks code that cannot be reached. */

import { AssertionError } from "./assertion_error.ts";
import { messageSuffix } from "./suffix.ts";

/** Throws, where the flow of a program can never arrive. */
export function unreachable(reason?: string): never {
  throw new AssertionError(`Unreachable${messageSuffix(reason)}`);
}
