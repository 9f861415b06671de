// Runs a fast-check property with its seed said aloud, so that any failure can be had again:
// WIRETAPE_SEED=… repeats a run, WIRETAPE_RUNS=… makes it longer (`deno task fuzz`).

import fc from "fast-check";

export interface PropertyOptions {
  /** How many inputs in the normal suite. */
  readonly runs?: number;
}

const seed = Number(Deno.env.get("WIRETAPE_SEED") ?? Date.now() % 0x7fffffff);
const forcedRuns = Deno.env.get("WIRETAPE_RUNS");

/** The number of inputs that a property is run with. */
export function runsOf(options: PropertyOptions = {}): number {
  return forcedRuns === undefined ? options.runs ?? 1000 : Number(forcedRuns);
}

/** Checks a synchronous property and prints its seed and the number of its inputs. */
export function checkProperty<Inputs>(
  name: string,
  property: fc.IProperty<Inputs>,
  options: PropertyOptions = {},
): void {
  const numRuns = runsOf(options);
  // deno-lint-ignore no-console
  console.log(`${name}: ${numRuns} inputs, WIRETAPE_SEED=${seed}`);
  fc.assert(property, { seed, numRuns });
}

/** Checks an asynchronous property likewise. */
export async function checkAsyncProperty<Inputs>(
  name: string,
  property: fc.IAsyncProperty<Inputs>,
  options: PropertyOptions = {},
): Promise<void> {
  const numRuns = runsOf(options);
  // deno-lint-ignore no-console
  console.log(`${name}: ${numRuns} inputs, WIRETAPE_SEED=${seed}`);
  await fc.assert(property, { seed, numRuns });
}
