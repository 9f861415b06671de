// One peer's proof: it plays the script to the server itself and again through a tap, must not see a
// difference, and the tape must hold what both sides say they sent.

import { assertEquals } from "@std/assert";
import { otherSide, type Side } from "../../src/base/side.ts";
import { inTime } from "./in_time.ts";
import type { LogLine, PeerLog } from "./log.ts";
import { type ReadLine, startRecordedTap } from "./recorded_tap.ts";
import type { ScriptRun } from "./script_client.ts";
import { startScriptServer } from "./script_server.ts";
import { BURST, SCRIPT_VALUES } from "./script_values.ts";
import {
  assertDerivedLines,
  assertExchanges,
  loggedMessages,
  sentLines,
  tapeLines,
  tapeMessages,
  tapeNotes,
  tapeWebSockets,
  witnessedWebSockets,
} from "./tape_truth.ts";
import type { WireWitness } from "./wire_witness.ts";

/** How the script is played. */
export type Play = (run: ScriptRun) => Promise<PeerLog>;

/** The ways a client may take, by what they are called in test names. */
export const WAYS: Readonly<Record<string, readonly string[]>> = {
  "polling": ["polling"],
  "websocket": ["websocket"],
  "polling and then websocket": ["polling", "websocket"],
};

/** What came of one playing. */
interface Played {
  readonly client: PeerLog;
  readonly server: PeerLog;
  readonly witness: WireWitness;
  /** What carried each session when it ended. */
  readonly transports: readonly string[];
  readonly tape: readonly ReadLine[];
}

/** Plays it both ways and compares everything. A tape has no notes but those of the habits named. */
export async function checkScript(
  transports: readonly string[],
  play: Play,
  habits: readonly string[] = [],
): Promise<void> {
  const direct = await playOnce(transports, play, false);
  const tapped = await playOnce(transports, play, true);
  assertEquals(tapped.transports, direct.transports);
  assertEquals(tapped.transports.at(-1), transports.at(-1));
  assertEquals(masked(tapped.client), masked(direct.client));
  assertEquals(masked(tapped.server), masked(direct.server));
  assertEquals(tapeNotes(tapped.tape, habits), []);
  assertTruth(tapped);
}

async function playOnce(
  transports: readonly string[],
  play: Play,
  isTapped: boolean,
): Promise<Played> {
  await using server = await startScriptServer();
  await using tap = isTapped ? await startRecordedTap({ target: server.url }) : undefined;
  const url = tap?.url ?? server.url;
  const playing = play({ url, transports, values: SCRIPT_VALUES, burst: BURST });
  const client = await inTime(playing, "the client to play the script");
  await inTime(server.finished, "the server to see the client go");
  await server[Symbol.asyncDispose]();
  const { witness } = server;
  const tape = await tap?.finish() ?? [];
  return { client, server: server.log(), witness, transports: server.transports, tape };
}

/** The tape against both logs: by events, by messages, by bodies. */
function assertTruth({ client, server, witness, tape }: Played): void {
  const logs = { client, server };
  const sides: readonly Side[] = ["client", "server"];
  for (const from of sides) {
    for (const writer of [from, otherSide(from)]) {
      const direction: LogLine["direction"] = writer === from ? "sent" : "received";
      assertEquals(tapeLines(tape, from), sentLines(logs[writer], writer, from));
      assertEquals(tapeMessages(tape, from), loggedMessages(logs[writer], direction));
    }
  }
  assertExchanges(tape, witness);
  assertEquals(tapeWebSockets(tape), witnessedWebSockets(witness));
  assertDerivedLines(tape);
}

/** Two playings have the ids of their sessions between them, and nothing else. */
function masked({ lines, sessions }: PeerLog): unknown {
  const messages = sessions.map(({ sent, received }) => ({ sent, received }));
  return {
    lines,
    messages: JSON.parse(JSON.stringify(messages).replaceAll(SID, '\\"sid\\":\\"\\"')),
  };
}

/** As it stands in the JSON of a message that is JSON itself. */
const SID = /\\"sid\\":\\"[\w-]+\\"/g;
