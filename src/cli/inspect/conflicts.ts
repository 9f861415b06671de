// Flags that have nothing to do with each other: refused, since one of them would be ignored without
// a word.

import { UsageError } from "../usage_error.ts";
import type { InspectFlags } from "./flags.ts";

type Name = keyof InspectFlags;

/** What chooses among moments. */
const FILTERS: readonly Name[] = ["where", "match", "event", "ns", "from", "conn", "between"];

/** What only a list of moments has. */
const LISTING: readonly Name[] = ["around", "limit"];

const CONFLICTS: readonly (readonly [name: Name, others: readonly Name[], reason: string])[] = [
  [
    "verify",
    [...FILTERS, ...LISTING, "show", "full", "sessions", "stats", "layer", "all", "follow"],
    "--verify looks at the whole tape",
  ],
  [
    "show",
    [...FILTERS, ...LISTING, "sessions", "stats", "layer", "all"],
    "--show is about one line, at every layer",
  ],
  ["stats", ["sessions", ...LISTING], "--stats counts everything that fits"],
  ["sessions", LISTING, "--sessions tells of everything that fits"],
];

export function refuseConflicts(flags: InspectFlags): void {
  for (const [name, others, reason] of CONFLICTS) {
    if (!isGiven(flags[name])) continue;
    const other = others.find((one) => isGiven(flags[one]));
    if (other === undefined) continue;
    throw new UsageError(`Cannot use --${name} with --${written(other)}: ${reason}`);
  }
  if (flags.full && flags.show === undefined) {
    throw new UsageError("Cannot use --full alone", "It goes with --show N");
  }
  if (flags.full && flags.json) {
    throw new UsageError("Cannot use --full with --json: JSON is never cut");
  }
}

function isGiven(value: InspectFlags[Name]): boolean {
  if (typeof value === "boolean") return value;
  return typeof value === "object" ? value.length > 0 : value !== undefined;
}

function written(name: Name): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
