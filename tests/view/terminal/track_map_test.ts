// Small maps: north is up, east is right, and both have the same scale.

import { assert, assertEquals } from "@std/assert";
import type { Place } from "../../../src/timeline/stats/distance.ts";
import {
  extentOf,
  MAX_MAP_COLUMNS,
  MAX_MAP_ROWS,
  trackMap,
} from "../../../src/view/terminal/track_map.ts";

/** Places so many metres east and north of somewhere. */
function way(...points: readonly (readonly [east: number, north: number])[]): readonly Place[] {
  return points.map(([east, north]) => ({ latitude: north / 111_195, longitude: east / 111_195 }));
}

function mapOf(ways: readonly (readonly Place[])[], columns = 24): readonly string[] {
  return trackMap(ways.map((way, number) => ({ way, number })), { columns });
}

Deno.test("trackMap() has north above and east on the right, start small and end capital", () => {
  assertEquals(
    mapOf([way([0, 0], [0, 100], [100, 100])]),
    [
      "⡏⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉A",
      ...Array(10).fill("⡇"),
      "a",
      "├───┤ 20.0 m",
    ].map((line) => line),
  );
});

Deno.test("trackMap() is never larger than its limits, whatever the shape", () => {
  const shapes = [
    way([0, 0], [1e6, 1]),
    way([0, 0], [1, 1e6]),
    way([0, 0], [1e6, 1e6], [2e6, 0]),
    way([5, 5]),
    way([0, 0], [0.0001, 0]),
  ];
  for (const shape of shapes) {
    for (const columns of [2, 20, 500]) {
      const lines = mapOf([shape], columns);
      const map = lines.slice(0, -1);
      assert(map.length >= 1 && map.length <= MAX_MAP_ROWS, `${map.length} rows`);
      const width = Math.max(...map.map((line) => [...line].length));
      assert(width <= Math.min(columns, MAX_MAP_COLUMNS), `${width} of ${columns} columns`);
      assert(map.some((line) => line.includes("A")), "has no end");
    }
  }
});

Deno.test("trackMap() tells several ways apart by letters and by paint", () => {
  const ways = [way([0, 0], [50, 0]), way([0, 20], [50, 20])].map((way, number) => ({
    way,
    number,
  }));
  const lines = trackMap(ways, { columns: 10, paint: (text, number) => `<${number}:${text}>` });
  assertEquals(lines[0], "<1:b⠉⠉⠉⠉⠉⠉⠉⠉B>");
  assertEquals(lines.at(-2), "<0:a⠉⠉⠉⠉⠉⠉⠉⠉A>");
});

Deno.test("trackMap() shrinks degrees of longitude as the earth does", () => {
  const square = [[60, 0], [60, 2], [61, 2], [61, 0]] as const;
  const lines = mapOf([square.map(([latitude, longitude]) => ({ latitude, longitude }))], 20).slice(
    0,
    -1,
  );
  const width = Math.max(...lines.map((line) => [...line].length));
  // Twice as many degrees at half the length: a square, and characters are twice as high as wide.
  assert(Math.abs(width - 2 * lines.length) <= 2, `${width} by ${lines.length}`);
});

Deno.test("trackMap() keeps ways together on both sides of the 180th meridian", () => {
  const west = [{ latitude: 0, longitude: 179.999 }];
  const east = [{ latitude: 0, longitude: -179.999 }];
  assert(extentOf([west, east]) < 300, `${extentOf([west, east])}`);
});

Deno.test("trackMap() draws nothing of nothing", () => {
  assertEquals([mapOf([]), mapOf([[]]), extentOf([])], [[], [], 0]);
});
