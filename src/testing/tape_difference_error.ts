// What `assertSameTape()` throws, for whoever wants more of it than its words.

import type { DiffReport } from "../view/json/diff_report.ts";
import type { TapeDiff } from "./diff_tapes.ts";

/**
 * Two tapes do not say the same. The message tells the story: where they part, which events fared
 * otherwise, the first of the differences in their place, and how to accept them. Its name is
 * `AssertionError`, so that test runners show it as a failure and not as a crash.
 *
 * @example
 * ```ts
 * import { assertSameTape, TapeDifferenceError } from "@wiretape/wiretape/testing";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const error = await assertRejects(
 *   () => assertSameTape("fixtures/tapes/tracking.ndjson", "fixtures/tapes/chat.ndjson"),
 *   TapeDifferenceError,
 * );
 * assertEquals(error.report.same, false);
 * ```
 */
export class TapeDifferenceError extends Error {
  /** What test runners know it by. */
  override readonly name = "AssertionError";
  // Not a property that runners print: the message has what people need.
  readonly #diff: TapeDiff;

  /** The message says what differs; the comparison is kept. */
  constructor(message: string, diff: TapeDiff) {
    super(message);
    this.#diff = diff;
  }

  /** The comparison, with all of its text: `error.diff.text({ full: true })`. */
  get diff(): TapeDiff {
    return this.#diff;
  }

  /** All that differs as data, as `diff --json` prints it. */
  get report(): DiffReport {
    return this.#diff.report;
  }
}
