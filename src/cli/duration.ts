// Durations as people write them: `500ms`, `10s`, `2m`, `1h`; a bare number is seconds.

import { UsageError } from "./usage_error.ts";

const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  "": 1000,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** What a timer can wait for: 2^31 - 1. */
const LONGEST_MILLISECONDS = 0x7fffffff;

const DURATION = /^(-?\d+(?:\.\d+)?)(ms|s|m|h|)$/;

/** The duration in milliseconds; `flag` is named when it is none. */
export function readDuration(text: string, flag: string): number {
  const [, amount, unit = ""] = DURATION.exec(text) ?? [];
  const factor = MILLISECONDS[unit];
  if (amount === undefined || factor === undefined) {
    throw new UsageError(
      `Cannot read ${flag} "${text}": it is no duration`,
      "Write it like 500ms, 10s, 2m or 1h",
    );
  }
  const milliseconds = Number(amount) * factor;
  if (milliseconds > 0 && milliseconds <= LONGEST_MILLISECONDS) return milliseconds;
  throw new UsageError(`Cannot read ${flag} "${text}": expected more than 0 and at most 24 days`);
}
