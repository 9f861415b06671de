// Flags that have nothing to do with each other: refused, since one of them would be ignored without
// a word.

import { dashed } from "../flags.ts";
import { UsageError } from "../usage_error.ts";
import type { DiffFlags } from "./flags.ts";

type Name = keyof DiffFlags;

/** What goes with another flag only. */
const NEEDED: readonly (readonly [name: Name, needs: Name, written: string])[] = [
  ["late", "timing", "--timing"],
  ["factor", "timing", "--timing"],
  ["drift", "timing", "--timing"],
  ["force", "writeRules", "--write-rules FILE"],
];

/** How it is shown to people. */
const SHOWN: readonly Name[] = ["sideBySide", "context", "full"];

export function refuseConflicts(flags: DiffFlags): void {
  for (const [name, needs, written] of NEEDED) {
    if (!isGiven(flags[name]) || isGiven(flags[needs])) continue;
    throw new UsageError(`Cannot use --${dashed(name)} alone`, `It goes with ${written}`);
  }
  const shown = SHOWN.find((name) => isGiven(flags[name]));
  if (flags.json && shown !== undefined) {
    throw new UsageError(`Cannot use --${dashed(shown)} with --json: JSON has everything`);
  }
}

function isGiven(value: DiffFlags[Name]): boolean {
  return typeof value === "boolean" ? value : value !== undefined;
}
