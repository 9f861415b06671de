// Times in what events carry: ISO 8601 texts, and milliseconds or seconds since 1970. They are always
// other ones in another recording, and how far apart says more than both.

import type { Value } from "../base/json.ts";

/** How a time is written. Two times that are written in two ways are not the same. */
export type TimestampForm =
  /** With `Z` or an offset. */
  | "zoned"
  /** Without: somebody's local time. */
  | "local"
  | "milliseconds"
  | "seconds";

export interface Timestamp {
  readonly form: TimestampForm;
  /** Milliseconds since 1970; of a local time as if it were UTC. */
  readonly milliseconds: number;
}

/** Years in which numbers are taken for times: others are rather ids and amounts. */
export const FIRST_YEAR = 2001;
export const LAST_YEAR = 2100;

const FIRST = Date.UTC(FIRST_YEAR, 0, 1);
const BEHIND_LAST = Date.UTC(LAST_YEAR + 1, 0, 1);

/** `2026-11-21T03:00` and what may stand behind it. */
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

const SHORTEST = "2026-11-21T03:00".length;
const LONGEST = "2026-11-21T03:00:00.000000000+00:00".length;
const DASH = 0x2d;

/** The time that a value tells; undefined when it is none. */
export function timestampOf(value: Value): Timestamp | undefined {
  if (typeof value === "string") return fromText(value);
  if (typeof value !== "number") return undefined;
  if (value >= FIRST && value < BEHIND_LAST) return { form: "milliseconds", milliseconds: value };
  const milliseconds = value * 1000;
  if (milliseconds >= FIRST && milliseconds < BEHIND_LAST) return { form: "seconds", milliseconds };
  return undefined;
}

function fromText(text: string): Timestamp | undefined {
  const { length } = text;
  if (length < SHORTEST || length > LONGEST || text.charCodeAt(4) !== DASH) return undefined;
  const [whole, year, month, day, hour, minute, second = "0", fraction = "0", zone] =
    ISO.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const milliseconds = local + Number(`0.${fraction}`) * 1000;
  if (zone === undefined) return { form: "local", milliseconds };
  return { form: "zoned", milliseconds: milliseconds - offsetOf(zone) };
}

/** In milliseconds; minutes may be left out. */
function offsetOf(zone: string): number {
  if (zone.length === 1) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", ""));
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** `12 ms`, `3.2 s`, `4 min 10 s`, `2 h 5 min`, `3 days`: how far two times are apart. */
export function printTimeDistance(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  if (size < 1) return `${Number(size.toFixed(3))} ms`;
  if (size < 999.5) return `${Math.round(size)} ms`;
  if (size < 119_950) return `${(size / 1000).toFixed(1)} s`;
  const seconds = Math.round(size / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}
