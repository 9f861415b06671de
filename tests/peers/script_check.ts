// One peer's proof: it plays the script to the server itself and again through a tap, must not see a
// difference, and the tape must hold what both sides say they sent.

import { assertEquals } from "@std/assert";
import { otherSide, type Side } from "../../src/base/side.ts";
import { inTime } from "./in_time.ts";
import type { LogLine, PeerLog } from "./log.ts";
import { type ReadLine, type RecordedTap, startRecordedTap } from "./recorded_tap.ts";
import type { Loss, ScriptRun } from "./script_client.ts";
import { startScriptServer } from "./script_server.ts";
import { BURST, SCRIPT_VALUES } from "./script_values.ts";
import {
  assertDerivedLines,
  loggedMessages,
  sentLines,
  tapeLines,
  tapeMessages,
  tapeNotes,
} from "./tape_truth.ts";
import { assertExchanges, tapeWebSockets, witnessedWebSockets } from "./wire_truth.ts";
import type { WireWitness } from "./wire_witness.ts";

/** How the script is played. */
export interface Play {
  (run: ScriptRun): Promise<PeerLog>;
  /** Called when the server has seen the client go: browsers keep connections that they might need. */
  readonly over?: () => Promise<void>;
}

/** The ways a client may take, by what they are called in test names. */
export const WAYS: Readonly<Record<string, readonly string[]>> = {
  "polling": ["polling"],
  "websocket": ["websocket"],
  "polling and then websocket": ["polling", "websocket"],
};

/** A tap that is running: this library's own, or a command's. */
export type RunningTap = Pick<RecordedTap, "url" | "finish"> & AsyncDisposable;

/** Starts one in front of a target. */
export type StartTap = (target: string) => Promise<RunningTap>;

const startOwnTap: StartTap = (target) => startRecordedTap({ target });

/** What came of one playing. */
interface Played {
  readonly client: PeerLog;
  readonly server: PeerLog;
  readonly witness: WireWitness;
  /** What carried each session when it ended. */
  readonly transports: readonly string[];
  readonly tape: readonly ReadLine[];
  /** Where the client connected to: `127.0.0.1:PORT`. */
  readonly host: string;
}

/** Plays it both ways and compares everything. A tape has no notes but those of the habits named. */
export async function checkScript(
  transports: readonly string[],
  play: Play,
  habits: readonly string[] = [],
): Promise<void> {
  const direct = await playOnce({ transports }, play);
  const tapped = await playOnce({ transports }, play, startOwnTap);
  assertSame(tapped, direct);
  assertEquals(tapped.transports.at(-1), transports.at(-1));
  assertEquals(tapeNotes(tapped.tape, habits), []);
  assertTruth(tapped);
}

/** The same for a connection that is lost. Gives the tape: how it was lost stands there alone. */
export async function checkLoss(
  transports: readonly string[],
  loss: Loss,
  play: Play,
  habits: readonly string[] = [],
): Promise<readonly ReadLine[]> {
  const how = { transports, loss };
  const [direct, tapped] = await Promise.all([
    playOnce(how, play),
    playOnce(how, play, startOwnTap),
  ]);
  assertSame(tapped, direct);
  assertEquals(tapped.client.sessions.length, 2);
  assertEquals(tapeNotes(tapped.tape, habits), []);
  assertTruth(tapped);
  return tapped.tape;
}

/** What the script comes to through somebody else's tap, which gave these events lines of their own. */
export async function checkThrough(
  startTap: StartTap,
  watched: readonly string[],
  transports: readonly string[],
  play: Play,
  habits: readonly string[] = [],
): Promise<void> {
  const tapped = await playOnce({ transports }, play, startTap);
  assertEquals(tapped.transports.at(-1), transports.at(-1));
  assertEquals(tapeNotes(tapped.tape, habits), []);
  assertTruth(tapped, watched);
}

function assertSame(tapped: Played, direct: Played): void {
  assertEquals(tapped.transports, direct.transports);
  assertEquals(masked(tapped.client), masked(direct.client));
  // A client may be back before its server hears that it was gone.
  for (const isLoss of [true, false]) {
    const only = ({ lines, sessions }: PeerLog): PeerLog => ({
      lines: lines.filter(({ kind }) => (kind === "lost") === isLoss),
      sessions,
    });
    assertEquals(masked(only(tapped.server)), masked(only(direct.server)));
  }
}

async function playOnce(
  how: Pick<ScriptRun, "transports" | "loss">,
  play: Play,
  startTap?: StartTap,
): Promise<Played> {
  await using server = await startScriptServer({ isSilent: how.loss === "silence" });
  await using tap = await startTap?.(server.url);
  const url = tap?.url ?? server.url;
  const playing = play({ url, ...how, values: SCRIPT_VALUES, burst: BURST });
  const client = await inTime(playing, "the client to play the script");
  await inTime(server.finished, "the server to see the client go");
  await play.over?.();
  await inTime(server[Symbol.asyncDispose](), "the server to end");
  const { witness } = server;
  const tape = tap === undefined ? [] : await inTime(tap.finish(), "the connections to end");
  const { host } = new URL(url);
  return { client, server: server.log(), witness, transports: server.transports, tape, host };
}

/** The tape against both logs: by events, by messages, by bodies. */
function assertTruth(
  { client, server, witness, tape, host }: Played,
  watched?: readonly string[],
): void {
  const logs = { client, server };
  const sides: readonly Side[] = ["client", "server"];
  for (const from of sides) {
    for (const writer of [from, otherSide(from)]) {
      const direction: LogLine["direction"] = writer === from ? "sent" : "received";
      assertEquals(tapeLines(tape, from), sentLines(logs[writer], writer, from));
      assertEquals(tapeMessages(tape, from), loggedMessages(logs[writer], direction));
    }
  }
  assertExchanges(tape, witness, host);
  assertEquals(tapeWebSockets(tape), witnessedWebSockets(witness, host));
  assertDerivedLines(tape, watched);
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
