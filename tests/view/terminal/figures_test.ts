// Rates, distances, shares and places as people read them.

import { assertEquals } from "@std/assert";
import {
  formatMetres,
  formatPlace,
  formatRate,
  formatShare,
} from "../../../src/view/terminal/figures.ts";

Deno.test("formatRate() tells three digits a second, or a minute when it is slow", () => {
  const rates = [[1000, 1000], [20, 20_000], [123, 10_000], [1, 60_000], [0, 10], [5, 0]] as const;
  assertEquals(
    rates.map(([count, time]) => formatRate(count, time)),
    ["1000/s", "1.00/s", "12.3/s", "1.00/min", "0/s", ""],
  );
});

Deno.test("formatMetres() goes over to kilometres where metres would have four digits", () => {
  assertEquals(
    [0, 0.123, 9.994, 9.996, 99.94, 99.96, 999.4, 999.6, 1334, 123_456].map(formatMetres),
    [
      "0 m",
      "0.12 m",
      "9.99 m",
      "10.0 m",
      "99.9 m",
      "100 m",
      "999 m",
      "1.00 km",
      "1.33 km",
      "123 km",
    ],
  );
});

Deno.test("formatShare() and formatPlace() say which half they are in", () => {
  assertEquals([0.034, 0.25, 1].map(formatShare), ["3.4 %", "25 %", "100 %"]);
  assertEquals(formatPlace(-6.2, 106.8), "6.200000 S, 106.800000 E");
  assertEquals(formatPlace(40.7128, -74.006), "40.712800 N, 74.006000 W");
});
