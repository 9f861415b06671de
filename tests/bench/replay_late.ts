// How late a replay's events come at the recorded speed, as the clients see it by their own clock.
// All of them subscribe at once, so that all are due at once; the time until the server has heard
// them all is in the figures that count from the subscription.

// deno-lint-ignore-file no-console

import type { Bench } from "./bench.ts";
import { setReplayStage, type Way } from "./replay_stage.ts";
import { listIn } from "./tap_round_trip.ts";
import { numberIn } from "./tap_commands.ts";
import { percentile } from "./tap_stage.ts";

interface Load {
  readonly title: string;
  readonly clients: number;
  readonly perSecond: number;
  readonly seconds: number;
}

const LOADS: readonly Load[] = [
  { title: "500 clients, 1 event/s each", clients: 500, perSecond: 1, seconds: 15 },
  { title: "1 client, 200 events/s", clients: 1, perSecond: 200, seconds: 10 },
];

const NAMES: readonly (readonly [way: Way, name: string])[] = [
  ["replay", "replay"],
  ["time", "stock, a timer for each client"],
];

export const replayLate: Bench = {
  name: "replay-late",
  summary: "how late events come: 500 clients at 1 event/s, 1 client at 200 events/s",
  async run(): Promise<void> {
    await using stage = await setReplayStage();
    for (const { title, clients, perSecond, seconds } of LOADS) {
      console.log(`${title}, for ${seconds} s`);
      const question = { clients, interval: 1000 / perSecond, speed: "1" };
      for (const [way, name] of NAMES) {
        // A second warms up.
        await stage.turn(way, "late", { ...question, count: perSecond });
        const asked = { ...question, count: perSecond * seconds };
        const { answer, cpuSeconds, rss, own } = await stage.turn(way, "late", asked);
        const cost = `${(cpuSeconds / seconds * 100).toFixed(1)} % of a core`;
        console.log(`  ${name}: ${cost}, ${(rss / 1e6).toFixed(0)} MB`);
        console.log(`    from the subscription        ${spread(listIn(answer, "late"))}`);
        console.log(`    from when it was heard       ${spread(listIn(answer, "anchored"))}`);
        if (way !== "replay") continue;
        const [beyond, worst] = [numberIn(own, "late"), numberIn(own, "worst").toFixed(2)];
        console.log(
          `    by its own count             ${beyond} later than 50 ms, most ${worst} ms`,
        );
      }
    }
  },
};

function spread(late: readonly number[]): string {
  const [middle, most, all] = [50, 99, 100].map((each) => percentile(late, each).toFixed(2));
  return `p50 ${middle} ms, p99 ${most} ms, most ${all} ms`;
}
