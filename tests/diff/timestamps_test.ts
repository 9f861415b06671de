// Which values are times, and how far apart two times are said to be.

import { assertEquals } from "@std/assert";
import type { Value } from "../../src/base/json.ts";
import { printTimeDistance, type TimestampForm, timestampOf } from "../../src/diff/timestamps.ts";

const DAY = Date.UTC(2026, 10, 21, 3);

const TIMES: readonly (readonly [Value, TimestampForm | undefined, number?])[] = [
  ["2026-11-21T03:00:00.000Z", "zoned", DAY],
  ["2026-11-21T03:00:00z", "zoned", DAY],
  ["2026-11-21 03:00:00,250Z", "zoned", DAY + 250],
  ["2026-11-21T10:00:00+07:00", "zoned", DAY],
  ["2026-11-21T10:00+0700", "zoned", DAY],
  ["2026-11-20T21:30:00-05:30", "zoned", DAY],
  ["2026-11-21T05:00:00+02", "zoned", DAY],
  ["2026-11-21T03:00", "local", DAY],
  ["2026-11-21T03:00:00.123456", "local", DAY + 123.456],
  ["2026-11-21", undefined],
  ["2026-11-21T03:00:00 and more", undefined],
  ["no time, but as long as one", undefined],
  [DAY, "milliseconds", DAY],
  [DAY / 1000, "seconds", DAY],
  [DAY / 1000 + 0.5, "seconds", DAY + 500],
  [Date.UTC(2001, 0, 1) / 1000 - 1, undefined],
  [Date.UTC(2101, 0, 1), undefined],
  [Date.UTC(2101, 0, 1) / 1000, undefined],
  [222_222, undefined],
  [null, undefined],
  [[DAY], undefined],
];

for (const [value, form, milliseconds] of TIMES) {
  Deno.test(`timestampOf() reads ${JSON.stringify(value)} as ${form}`, () => {
    assertEquals(timestampOf(value)?.form, form);
    assertEquals(timestampOf(value)?.milliseconds, milliseconds);
  });
}

Deno.test("printTimeDistance() says as much as matters", () => {
  const printed = [0, 0.25, 12, 850, 999.6, 3200, 119_000, 250_000, 7_500_000, 300_000_000];
  assertEquals(printed.map(printTimeDistance), [
    "0 ms",
    "0.25 ms",
    "12 ms",
    "850 ms",
    "1.0 s",
    "3.2 s",
    "119.0 s",
    "4 min 10 s",
    "2 h 5 min",
    "3 days",
  ]);
});
