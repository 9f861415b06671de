// A test's question whether two recordings say the same: `assertSameTape()`.

import type { DiffTapesOptions } from "./diff_options.ts";
import { compareFiles, diffOf, type TapeBytes, type TapeDiff } from "./diff_tapes.ts";
import { explainDiff } from "./explain_diff.ts";
import { TapeDifferenceError } from "./tape_difference_error.ts";

/**
 * Compares two tapes by meaning, as `diff` does, and throws a TapeDifferenceError when they do not
 * say the same. Ids, transports, fragments and heartbeats never count; values that live (another
 * position in every run) are compared by shape, range and rate, unless `values` is true.
 *
 * Resolves with the comparison, for whoever wants to see what was noise. A tape that cannot be read
 * and a mistake in the options are errors of their own.
 *
 * Needs permission to read the tapes (`--allow-read`), and no other.
 *
 * @example
 * ```ts
 * import { assertSameTape } from "@wiretape/wiretape/testing";
 *
 * await assertSameTape(
 *   "fixtures/tapes/tracking.ndjson",
 *   new URL("fixtures/tapes/tracking_polling.ndjson", `file://${Deno.cwd()}/`),
 *   { ignore: ["location:track:$.recordedAt"], tolerance: { "$.speed": 0.5 }, geo: 10 },
 * );
 * ```
 */
export async function assertSameTape(
  good: string | URL | TapeBytes,
  bad: string | URL | TapeBytes,
  options: DiffTapesOptions = {},
): Promise<TapeDiff> {
  const result = await compareFiles(good, bad, options);
  const diff = diffOf(result);
  if (result.same) return diff;
  throw new TapeDifferenceError(explainDiff(result), diff);
}
