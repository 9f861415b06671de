// What an assertion about a tape throws, for whoever wants more of it than its words.

import type { ReplayReport } from "../replay/report.ts";

/**
 * The client did not do as the client on the tape. The message says what was missed and what was
 * unexpected, entry by entry, and how to accept it; `report` has all of it as data. Its name is
 * `AssertionError`, so that test runners show it as a failure and not as a crash.
 *
 * @example
 * ```ts
 * import { replayServer, TapeMismatchError } from "@wiretape/wiretape/testing";
 * import { assertRejects } from "@std/assert";
 *
 * await using server = await replayServer("fixtures/tapes/driver.ndjson", { patience: 1 });
 * const error = await assertRejects(() => server.assertPlayed(), TapeMismatchError);
 * if (error.report.totals.unplayed !== 1) throw new Error("Somebody has connected");
 * ```
 */
export class TapeMismatchError extends Error {
  /** What test runners know it by. */
  override readonly name = "AssertionError";
  /** How it went until then. */
  readonly report: ReplayReport;

  /** The message says how it went; the report is kept. */
  constructor(message: string, report: ReplayReport) {
    super(message);
    this.report = report;
  }
}
