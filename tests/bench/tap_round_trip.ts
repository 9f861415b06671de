// What the tap adds to the round trip of a single message of some 150 bytes, one at a time.

// deno-lint-ignore-file no-console

import type { Bench } from "./bench.ts";
import type { Answer } from "./tap_commands.ts";
import { formatSpread, percentile, setStage, spreadOf, type Way, WAYS } from "./tap_stage.ts";

const TRIPS = 1000;
const ROUNDS = 7;
const ALL_WAYS: readonly Way[] = ["direct", "bare", "tap"];

/** Beside what each is seen. */
const BESIDE: { readonly [Each in Way]: readonly Way[] } = {
  direct: [],
  bare: ["direct"],
  tap: ["direct", "bare"],
  screen: ["direct", "bare"],
};

export const tapRoundTrip: Bench = {
  name: "tap-round-trip",
  summary: "microseconds that the tap adds to the round trip of one message",
  async run(): Promise<void> {
    await using stage = await setStage();
    const medians = new Map<Way, number[]>(ALL_WAYS.map((way) => [way, []]));
    // The first round warms up.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const way of ALL_WAYS) {
        const { answer } = await stage.turn(way, stage.client, "echo", { count: TRIPS });
        if (round > 0) medians.get(way)?.push(percentile(listIn(answer, "took"), 50) * 1000);
      }
    }
    for (const [way, own] of medians) {
      const beside = BESIDE[way].map((other) => {
        const added = own.map((median, round) => median - (medians.get(other)?.[round] ?? NaN));
        return `   ${formatSpread(spreadOf(added), 0)} µs over ${WAYS[other]}`;
      });
      const figure = `${formatSpread(spreadOf(own), 0)} µs`;
      console.log(`${WAYS[way].padEnd(12)} ${figure}${beside.join("")}`);
    }
    console.log(`(medians of ${ROUNDS} rounds of ${TRIPS} round trips: median, least to most)`);
  },
};

export function listIn(answer: Answer, field: string): readonly number[] {
  const list = answer[field];
  if (typeof list !== "object") throw new TypeError(`"${field}" is no list: ${list}`);
  return list;
}
