// Runs a fast-check property with its seed said aloud, so that any failure can be had again:
// WIRETAPE_SEED=… repeats a run, WIRETAPE_RUNS=… makes it longer (`deno task fuzz`).
// The normal suite has the same inputs in every run, so that a change is never blamed for an input
// that was not there before; a longer run has others each time.

import fc from "fast-check";

export interface PropertyOptions {
  /** How many inputs in the normal suite, which is to be quick: a longer run finds the rest. */
  readonly runs?: number;
}

const DEFAULT_RUNS = 300;
const forcedRuns = Deno.env.get("WIRETAPE_RUNS");

/** What a run's chance comes from: the same for every normal run. */
const SEED = Number(
  Deno.env.get("WIRETAPE_SEED") ??
    (forcedRuns === undefined ? 20_261_121 : Date.now() % 0x7fffffff),
);

/** The number of inputs that a property is run with. */
export function runsOf(options: PropertyOptions = {}): number {
  return forcedRuns === undefined ? options.runs ?? DEFAULT_RUNS : Number(forcedRuns);
}

/** Checks a synchronous property and prints its seed and the number of its inputs. */
export function checkProperty<Inputs>(
  name: string,
  property: fc.IProperty<Inputs>,
  options: PropertyOptions = {},
): void {
  const numRuns = runsOf(options);
  // deno-lint-ignore no-console
  console.log(`${name}: ${numRuns} inputs, WIRETAPE_SEED=${SEED}`);
  fc.assert(property, { seed: SEED, numRuns });
}

/** Checks an asynchronous property likewise. */
export async function checkAsyncProperty<Inputs>(
  name: string,
  property: fc.IAsyncProperty<Inputs>,
  options: PropertyOptions = {},
): Promise<void> {
  const numRuns = runsOf(options);
  // deno-lint-ignore no-console
  console.log(`${name}: ${numRuns} inputs, WIRETAPE_SEED=${SEED}`);
  await fc.assert(property, { seed: SEED, numRuns });
}
