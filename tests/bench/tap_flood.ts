// One websocket that floods events of some 150 bytes: messages a second, and what they cost the
// process in the middle. The client counts bytes. The server floods in two ways: as a stock one does,
// every event a send of its own; and in blocks that were framed before, which shows how much more the
// ones in the middle could take.

// deno-lint-ignore-file no-console

import type { Bench } from "./bench.ts";
import { numberIn } from "./tap_commands.ts";
import { measureMitmdump } from "./tap_mitmdump.ts";
import { formatSpread, setStage, spreadOf, type Stage, type Way, WAYS } from "./tap_stage.ts";

const ROUNDS = 7;
const ALL_WAYS: readonly Way[] = ["direct", "bare", "tap", "screen"];

interface Flood {
  readonly how: "sends" | "blocks";
  readonly title: string;
  readonly messages: number;
}

const FLOODS: readonly Flood[] = [
  { how: "sends", title: "a stock server: every event a send of ws", messages: 100_000 },
  { how: "blocks", title: "a server without cost: blocks framed before", messages: 100_000 },
];

/** Of one way in one round. */
interface Figures {
  readonly millionsPerSecond: number;
  readonly cpuPerMillion: number;
}

type Round = { readonly [Each in Way]: Figures };

export const tapFlood: Bench = {
  name: "tap-flood",
  summary: "messages per second of one flooding websocket: direct, bare relay, tap, mitmdump",
  async run(): Promise<void> {
    await using stage = await setStage();
    for (const each of FLOODS) {
      for (const way of ALL_WAYS) await flood(stage, way, each);
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const direct = await flood(stage, "direct", each);
        const bare = await flood(stage, "bare", each);
        const tap = await flood(stage, "tap", each);
        rounds.push({ direct, bare, tap, screen: await flood(stage, "screen", each) });
      }
      report(each, rounds);
    }
    console.log(`(median, least to most of ${ROUNDS} rounds)`);
    await measureMitmdump(stage);
  },
};

async function flood(stage: Stage, way: Way, { how, messages }: Flood): Promise<Figures> {
  const turn = await stage.turn(way, stage.client, "flood", { how, count: messages });
  if ((way === "tap" || way === "screen") && turn.lines < 2 * messages) {
    throw new Error(
      `${turn.lines} lines are on the tape of ${messages} messages, two each expected`,
    );
  }
  return {
    millionsPerSecond: messages / numberIn(turn.answer, "milliseconds") / 1000,
    cpuPerMillion: turn.cpuSeconds / messages * 1e6,
  };
}

function report({ title, messages }: Flood, rounds: readonly Round[]): void {
  console.log(`${title}, ${messages} events a round`);
  for (const way of ALL_WAYS) {
    const speed = spreadOf(rounds.map((round) => round[way].millionsPerSecond));
    const cpu = spreadOf(rounds.map((round) => round[way].cpuPerMillion));
    const cost = way === "direct" ? "" : `   ${formatSpread(cpu)} CPU s a million`;
    console.log(`  ${WAYS[way].padEnd(26)} ${formatSpread(speed, 3)} M msg/s${cost}`);
  }
  for (const way of ["tap", "screen"] as const) {
    // Round by round: what slowed a round slowed both.
    const shares = rounds.map((round) =>
      round[way].millionsPerSecond / round.bare.millionsPerSecond
    );
    console.log(`  ${WAYS[way]} / ${WAYS.bare}: ${formatSpread(spreadOf(shares))}`);
  }
}
