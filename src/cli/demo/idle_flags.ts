// Flags that would do nothing with a demo: refused alike by whoever starts it, `demo` or `record`.

import { type DemoName, DEMOS_WITH_RATE, DEMOS_WITH_SEED } from "../../demo/names.ts";
import { UsageError } from "../usage_error.ts";

export interface DemoRunFlags {
  readonly rate: number | undefined;
  readonly seed: number | undefined;
}

/** A flag that does nothing is a mistake. */
export function refuseIdleFlags(name: DemoName, { rate, seed }: DemoRunFlags): void {
  if (rate !== undefined && !DEMOS_WITH_RATE.includes(name)) {
    throw new UsageError(
      `Cannot use --rate ${rate} with the ${name} demo: nothing comes by itself there`,
      `Use it with ${DEMOS_WITH_RATE.join(", ")}`,
    );
  }
  if (seed !== undefined && !DEMOS_WITH_SEED.includes(name)) {
    throw new UsageError(
      `Cannot use --seed ${seed} with the ${name} demo: it says the same in every run anyway`,
      `Use it with ${DEMOS_WITH_SEED.join(", ")}`,
    );
  }
}
