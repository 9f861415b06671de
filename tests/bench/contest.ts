// Ours against the stock code, in turns within one run. Rounds alternate and the best of each counts,
// so that noise hits both alike; ratios above 1 mean that ours is the faster one.

/** One thing done by both: each call returns something of every packet, so no work is left out. */
export interface Contest {
  readonly name: string;
  /** How many packets one call handles; 1 when it is not said. */
  readonly packets?: number;
  readonly ours: () => number;
  readonly stock: () => number;
}

const ROUNDS = 15;
const ROUND_MILLISECONDS = 40;
/** Calls between two looks at the clock. */
const CALLS_A_LOOK = 100;

/** Prints packets per second of both, and their ratio. */
export function compete({ name, packets = 1, ours, stock }: Contest): void {
  let bestOurs = 0;
  let bestStock = 0;
  for (let round = 0; round < ROUNDS; round++) {
    bestOurs = Math.max(bestOurs, callsPerSecond(ours));
    bestStock = Math.max(bestStock, callsPerSecond(stock));
  }
  const figure = (calls: number): string =>
    `${(calls * packets / 1e6).toFixed(2)} M/s`.padStart(11);
  const ratio = (bestOurs / bestStock).toFixed(2);
  // deno-lint-ignore no-console
  console.log(`${name.padEnd(28)} ${figure(bestOurs)}  stock ${figure(bestStock)}  ratio ${ratio}`);
}

let sink = 0;

function callsPerSecond(call: () => number): number {
  const start = performance.now();
  let calls = 0;
  let now = start;
  while (now - start < ROUND_MILLISECONDS) {
    for (let repeat = 0; repeat < CALLS_A_LOOK; repeat++) sink = (sink + call()) | 0;
    calls += CALLS_A_LOOK;
    now = performance.now();
  }
  return calls / (now - start) * 1000;
}
