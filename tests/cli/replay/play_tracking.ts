// The tape of S1 and its client, for the tests of the command.

import { assertEquals } from "@std/assert";
import { playStock, type StockClientOptions } from "../../net/replay_server/stock_client.ts";
import { recordedLog } from "../../net/replay_server/recorded_log.ts";
import { onlySession, scriptOf } from "../../net/replay_server/scripts.ts";
import { tapeFile } from "./tape_file.ts";

export const TRACKING = tapeFile("tracking");

/** Plays the tape's own client once, and leaves. */
export async function playTracking(url: string, options: StockClientOptions = {}): Promise<void> {
  const session = onlySession(await scriptOf("tracking"));
  await using client = playStock(url, session, options);
  assertEquals(await client.done, recordedLog(session));
}

/** Says what the tape does not have. */
export const OTHER_ROOM: StockClientOptions = {
  change: ([name, data]) => [name, Object.assign({}, data, { room: "track_19" })],
};
