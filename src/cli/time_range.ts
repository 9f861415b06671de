// Stretches of a tape as people write them: `10s..20s`, `..500ms`, `1m..`.

import { readDuration } from "./duration.ts";
import { UsageError } from "./usage_error.ts";

export interface TimeRange {
  /** Milliseconds, both ends included. */
  readonly since: number;
  readonly until: number;
}

const ADVICE = "Write it like 10s..20s, 10s.. or ..500ms";

export function readTimeRange(text: string, flag: string): TimeRange {
  const parts = text.split("..");
  const [since = "", until = ""] = parts;
  if (parts.length !== 2 || (since === "" && until === "")) {
    throw new UsageError(`Cannot read ${flag} "${text}": it is no stretch of time`, ADVICE);
  }
  const range = {
    since: since === "" ? -Infinity : readTime(since, flag),
    until: until === "" ? Infinity : readTime(until, flag),
  };
  if (range.since <= range.until) return range;
  throw new UsageError(`Cannot read ${flag} "${text}": it ends before it begins`, ADVICE);
}

/** A duration counts from the start of the tape, so it may be none at all. */
function readTime(text: string, flag: string): number {
  return /^0+(ms|s|m|h)?$/.test(text) ? 0 : readDuration(text, flag);
}
