// Many clients at once, each with its own connection: how late events come through the tap, and what
// its process takes. Over websocket, and over polling, where every event is an answer of its own.

// deno-lint-ignore-file no-console

import type { Bench } from "./bench.ts";
import { listIn } from "./tap_round_trip.ts";
import { percentile, setStage, type Stage, type Way, WAYS } from "./tap_stage.ts";

const CLIENTS = 500;
const EVENTS_A_SECOND = 20;
const SECONDS = 5;
const ROUNDS = 2;
const ALL_WAYS: readonly Way[] = ["direct", "bare", "tap"];

const BOTH = ["direct", "bare"] as const;
/** What is under way when the time is up is not counted. */
const WHOLE_SHARE = 0.97;

interface Figures {
  readonly late: readonly number[];
  readonly cpuSeconds: number;
  readonly rss: number;
}

export const tapCrowd: Bench = {
  name: "tap-crowd",
  summary: `latency and memory with ${CLIENTS} clients at ${EVENTS_A_SECOND} events/s each`,
  async run(): Promise<void> {
    for (const transport of ["crowd", "polling"]) {
      await using stage = await setStage();
      console.log(`${CLIENTS} clients over ${transport === "crowd" ? "websocket" : transport}`);
      const rounds = new Map<Way, Figures[]>(ALL_WAYS.map((way) => [way, []]));
      for (let round = 0; round < ROUNDS; round++) {
        for (const way of ALL_WAYS) rounds.get(way)?.push(await measure(stage, way, transport));
      }
      for (const way of ALL_WAYS) report(way, rounds);
    }
    console.log(`(${ROUNDS} rounds of ${SECONDS} s each; server and clients share one process)`);
  },
};

async function measure(stage: Stage, way: Way, how: string): Promise<Figures> {
  const rate = CLIENTS * EVENTS_A_SECOND;
  const question = { how, clients: CLIENTS, seconds: SECONDS, rate };
  const { answer, cpuSeconds, rss } = await stage.turn(way, stage.server, "crowd", question);
  return { late: listIn(answer, "late"), cpuSeconds, rss };
}

function report(way: Way, rounds: ReadonlyMap<Way, readonly Figures[]>): void {
  const own = rounds.get(way) ?? [];
  const late = lateOf(own);
  const times = [50, 99].map((each) => {
    const time = percentile(late, each);
    const others = way === "direct" ? [] : way === "bare" ? ["direct" as const] : BOTH;
    const added = others.map((other) => {
      const more = time - percentile(lateOf(rounds.get(other) ?? []), each);
      return `${more < 0 ? "" : "+"}${more.toFixed(2)} over ${WAYS[other]}`;
    });
    const beside = added.length === 0 ? "" : ` (${added.join(", ")})`;
    return `p${each} ${time.toFixed(2)} ms${beside}`;
  });
  const cpu = own.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) / (ROUNDS * SECONDS);
  const rss = Math.max(...own.map((figures) => figures.rss)) / 1e6;
  const cost = `, ${(cpu * 100).toFixed(0)} % of a core, ${rss.toFixed(0)} MB`;
  console.log(`  ${WAYS[way].padEnd(12)} ${times.join(", ")}${way === "direct" ? "" : cost}`);
  const share = late.length / (ROUNDS * SECONDS * CLIENTS * EVENTS_A_SECOND);
  if (share >= WHOLE_SHARE) return;
  console.log(
    `  ${" ".repeat(12)} ONLY ${(share * 100).toFixed(0)} % WAS CARRIED: it is at its limit`,
  );
}

function lateOf(rounds: readonly Figures[]): readonly number[] {
  return rounds.flatMap(({ late }) => late);
}
