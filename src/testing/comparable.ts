// What two reports of the same replay have in common: all but the times.

import type { ReplayReport } from "../replay/report.ts";

/** A report without what the machine's speed decides, and with its lists in an order of their own. */
export type ComparableReport = Omit<ReplayReport, "times">;

/**
 * The report without its times, and with the performances of each session and the refused clients
 * in an order that does not tell who came first: the same tape and the same clients give the same,
 * byte for byte, as often as they meet.
 *
 * @example
 * ```ts
 * import { comparable, replayServer } from "@wiretape/wiretape/testing";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = await replayServer("fixtures/tapes/driver.ndjson");
 * const report = comparable(server.report());
 * assertEquals(report.totals.served, 0);
 * assertEquals("times" in report, false);
 * ```
 */
export function comparable({ times: _times, ...rest }: ReplayReport): ComparableReport {
  return {
    ...rest,
    sessions: rest.sessions.map((session) => ({
      ...session,
      performances: inOwnOrder(session.performances),
    })),
    refused: inOwnOrder(rest.refused),
  };
}

function inOwnOrder<Item>(items: readonly Item[]): readonly Item[] {
  const texts = items.map((item) => ({ item, text: JSON.stringify(item) }));
  return texts.sort((left, right) => left.text < right.text ? -1 : 1).map(({ item }) => item);
}
