// How far a tape came that a full disk cut short.

import { assertEquals } from "@std/assert";
import { WrittenLines } from "../../../src/cli/recording/written_lines.ts";

Deno.test("WrittenLines tells what stands on as many lines as the disk took", () => {
  const written = new WrittenLines();
  const told: readonly [bytes: number, lines: number, hidden: number][] = [
    [10, 1, 1],
    // Three lines that are written together, and then two that are not.
    [10, 2, 3],
    [10, 3, 4],
    [10, 4, 6],
    [90, 5, 7],
    [90, 6, 9],
  ];
  for (const [bytes, lines, hidden] of told) {
    written.written(bytes, { lines, hidden, at: lines * 10 });
  }
  assertEquals(written.upTo(4), { lines: 4, hidden: 6, at: 40 });
  assertEquals(written.upTo(5), { lines: 5, hidden: 7, at: 50 });
  assertEquals(new WrittenLines().upTo(3), { lines: 3, hidden: 0, at: 0 });
});
