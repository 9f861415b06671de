// How many events a second a replay delivers when time does not matter (`--speed max`), beside a
// stock socket.io server that emits the same events to as many clients, in turns within one run.

// deno-lint-ignore-file no-console

import type { Bench } from "./bench.ts";
import { type ReplayStage, setReplayStage, type Way } from "./replay_stage.ts";
import { numberIn } from "./tap_commands.ts";
import { formatSpread, type Spread, spreadOf } from "./tap_stage.ts";

const ROUNDS = 5;
const CROWDS: readonly number[] = [1, 100, 500];
/** Of all clients of a turn together. */
const DELIVERIES = 150_000;

const STOCK = ["each", "room"] as const;
const ALL_WAYS = ["replay", ...STOCK] as const;
type Contestant = typeof ALL_WAYS[number];

const NAMES: { readonly [Each in Contestant]: string } = {
  replay: "replay --speed max",
  each: "stock, an emit for each client",
  room: "stock, an emit to the room",
};

interface Figures {
  readonly perSecond: number;
  readonly cpuPerMillion: number;
}

type Round = { readonly [Each in Contestant]: Figures };

export const replayFlood: Bench = {
  name: "replay-max",
  summary:
    "deliveries per second for 1, 100 and 500 clients at --speed max, beside stock socket.io",
  async run(): Promise<void> {
    await using stage = await setReplayStage();
    for (const clients of CROWDS) {
      // The first round warms up.
      for (const way of ALL_WAYS) await flood(stage, way, clients);
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const replay = await flood(stage, "replay", clients);
        const each = await flood(stage, "each", clients);
        rounds.push({ replay, each, room: await flood(stage, "room", clients) });
      }
      report(clients, rounds);
    }
    console.log(`(median, least to most of ${ROUNDS} rounds; ratios are of the same round)`);
  },
};

async function flood(stage: ReplayStage, way: Way, clients: number): Promise<Figures> {
  const count = Math.ceil(DELIVERIES / clients);
  const question = { clients, count, interval: 1000, speed: "max" };
  const { answer, cpuSeconds } = await stage.turn(way, "flood", question);
  const deliveries = clients * count;
  return {
    perSecond: deliveries / numberIn(answer, "milliseconds") * 1000,
    cpuPerMillion: cpuSeconds / deliveries * 1e6,
  };
}

function report(clients: number, rounds: readonly Round[]): void {
  console.log(clients === 1 ? "1 client" : `${clients} clients`);
  for (const way of ALL_WAYS) {
    const speed = spreadOf(rounds.map((round) => round[way].perSecond / 1000));
    const cpu = spreadOf(rounds.map((round) => round[way].cpuPerMillion));
    const figures = `${formatSpread(speed, 0)} k deliveries/s`;
    console.log(`  ${NAMES[way].padEnd(31)} ${figures}   ${formatSpread(cpu)} CPU s a million`);
  }
  for (const way of STOCK) {
    const faster = ratio(rounds, ({ replay, [way]: other }) => replay.perSecond / other.perSecond);
    const dearer = ratio(
      rounds,
      ({ replay, [way]: other }) => other.cpuPerMillion / replay.cpuPerMillion,
    );
    const stock = NAMES[way].padEnd(31);
    console.log(
      `  replay / ${stock} ${formatSpread(faster)}   CPU ${formatSpread(dearer)} times less`,
    );
  }
}

function ratio(rounds: readonly Round[], of: (round: Round) => number): Spread {
  return spreadOf(rounds.map(of));
}
