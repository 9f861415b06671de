// Durations as people write them: `500ms`, `10s`, `2m`, `1h`; a bare number is seconds.

import { UsageError } from "./usage_error.ts";

const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  "": 1000,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|)$/;

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
  return Number(amount) * factor;
}
