// Starting programs that a test will kill without their share in the coverage of the tests: one that
// is killed while it writes that share leaves a file that spoils the whole. An empty variable would
// not do (Deno then writes into the working folder), so `env` takes it away.

import type { PipedChild } from "../../src/base/piped_child.ts";
import { denoHost } from "../../src/cli/host.ts";

/** `new Deno.Command(UNCOVERED.program, { args: [...UNCOVERED.args, "deno", …] })` */
export const UNCOVERED = { program: "env", args: ["-u", "DENO_COVERAGE_DIR"] } as const;

/** Starts what may be killed when it is slow to end. */
export function spawnUncovered(command: readonly string[]): PipedChild {
  return denoHost().spawnPiped([UNCOVERED.program, ...UNCOVERED.args, ...command]);
}
