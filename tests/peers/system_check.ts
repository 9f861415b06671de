// One client's proof: it meets a system through a tap that records, and then the recording; it must
// not hear a difference, and the replay must have had all that it expected.

import { assert, assertEquals } from "@std/assert";
import type { PlaySpeed } from "../../src/replay/player_contract.ts";
import { startReplayServer } from "../../src/net/replay_server/replay_server.ts";
import { readScript } from "../../src/replay/read_script.ts";
import type { ReplayScript } from "../../src/replay/script.ts";
import { readTape } from "../../src/tape/reader.ts";
import { inTime } from "./in_time.ts";
import { startRecordedTap } from "./recorded_tap.ts";

/** The ways a client may take; without transports it is whatever is usual with it. */
export const CLIENT_WAYS: readonly ClientWay[] = [
  { name: "polling alone", transports: ["polling"] },
  { name: "websocket alone", transports: ["websocket"] },
  { name: "its usual transports" },
];

export interface ClientWay {
  readonly name: string;
  readonly transports?: readonly string[];
}

/** Meets the server at an origin: `http://127.0.0.1:PORT`. */
export type Meet<Log> = (url: string) => Promise<Log>;

export interface SameOptions {
  readonly speed?: PlaySpeed;
}

/** Asserts that it is the same, and says what was heard. `target` ends in no slash. */
export async function assertReplayIsSame<Log>(
  target: string,
  meet: Meet<Log>,
  { speed = "max" }: SameOptions = {},
): Promise<Log> {
  const { log, script } = await recordMeeting(target, meet);
  await using server = await startReplayServer({ script, speed });
  const replayed = await inTime(meet(server.url), "the client to meet the replay");
  assertEquals(replayed, log);
  assertEquals(await inTime(server.played, "the replay to have been played"), "all");
  const report = server.report();
  assert(report.isGood, JSON.stringify(report, undefined, 1));
  return log;
}

/** The client's log, and the recording that was made of it. */
export async function recordMeeting<Log>(
  target: string,
  meet: Meet<Log>,
): Promise<{ readonly log: Log; readonly script: ReplayScript; readonly tape: Uint8Array }> {
  await using tap = await startRecordedTap({ target });
  const log = await inTime(meet(tap.url), "the client to meet the server");
  const tape = await inTime(tap.end(), "the client's connections to end");
  return { log, tape, script: await readScript(await readTape([tape])) };
}
