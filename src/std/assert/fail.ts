/** The assertion that always fails. */

import { AssertionError } from "./assertion_error.ts";
import { messageSuffix } from "./suffix.ts";

/** Fails, for the branch of a test that must not be taken. */
export function fail(msg?: string): never {
  throw new AssertionError(`Failed assertion${messageSuffix(msg)}`);
}
