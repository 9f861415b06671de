/** What `assertThrows` and `assertRejects` ask of an error. */

import { AssertionError } from "./assertion_error.ts";
import type { ClassOf } from "./error_class.ts";
import { messageSuffix } from "./suffix.ts";
import { stripVTControlCharacters } from "node:util";

/** Asserts that `error` is an error, of `ErrorClass` and with `msgMatches` in its message if given. */
export function assertIsError<E extends Error = Error>(
  error: unknown,
  ErrorClass?: ClassOf<E>,
  msgMatches?: string | RegExp,
  msg?: string,
): asserts error is E {
  const suffix = messageSuffix(msg);
  if (!(error instanceof Error)) {
    throw new AssertionError(`Expected "error" to be an Error object${suffix}`);
  }
  if (ErrorClass && !(error instanceof ErrorClass)) {
    throw new AssertionError(
      `Expected error to be instance of "${ErrorClass.name}", but was "${
        error.constructor?.name ?? "unknown"
      }"${suffix}`,
      { cause: error },
    );
  }
  if (msgMatches === undefined || matches(error.message, msgMatches)) return;
  const wanted = msgMatches instanceof RegExp ? String(msgMatches) : JSON.stringify(msgMatches);
  throw new AssertionError(
    `Expected error message to include ${wanted}, but got ${
      JSON.stringify(error.message)
    }${suffix}`,
    { cause: error },
  );
}

function matches(message: string, wanted: string | RegExp): boolean {
  const plain = stripVTControlCharacters(message);
  if (wanted instanceof RegExp) return wanted.test(plain);
  return plain.includes(stripVTControlCharacters(wanted));
}
