// What a player tells of what it heard, or waited for in vain.

import type { Outcome } from "./outcome.ts";
import type { Command } from "./player_contract.ts";
import type { ReplaySession } from "./script.ts";

/** What was missed or not expected is worth telling; with `failFast` it is the end. */
export function commandsOf(
  { missed, unexpected }: Outcome,
  session: ReplaySession,
  failFast = false,
): readonly Command[] {
  // What came, but differs, was not waited for in vain.
  const differ = new Set(unexpected.map(({ miss }) => miss?.line));
  const told: readonly Command[] = [
    ...unexpected.map((item) => ({ kind: "unexpected", unexpected: item }) as const),
    ...missed.filter(({ line }) => !differ.has(line)).map((step) =>
      ({ kind: "missed", line: step.line, step }) as const
    ),
  ];
  if (!failFast || told.length === 0) return told;
  const line = missed[0]?.line ?? unexpected[0]?.miss?.line ?? session.line;
  return [...told, { kind: "fail", line }];
}
