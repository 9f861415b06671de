// Suggestions: near words are offered, far ones are not.

import { assertEquals } from "@std/assert";
import { editDistance, suggest } from "../../src/base/suggest.ts";

const DISTANCES: readonly (readonly [left: string, right: string, distance: number])[] = [
  ["", "", 0],
  ["", "abc", 3],
  ["record", "record", 0],
  ["recrod", "record", 1],
  ["recor", "record", 1],
  ["recordd", "record", 1],
  ["rekord", "record", 1],
  ["kitten", "sitting", 3],
];

for (const [left, right, distance] of DISTANCES) {
  Deno.test(`editDistance() of "${left}" and "${right}" is ${distance}, both ways`, () => {
    assertEquals([editDistance(left, right), editDistance(right, left)], [distance, distance]);
  });
}

const WORDS = ["record", "replay", "diff", "demo"];

const SUGGESTIONS: readonly (readonly [typed: string, meant: string | undefined])[] = [
  ["recrod", "record"],
  ["Record", "record"],
  ["dif", "diff"],
  ["rplay", "replay"],
  ["xylophone", undefined],
  ["", undefined],
];

for (const [typed, meant] of SUGGESTIONS) {
  Deno.test(`suggest() offers ${meant} for "${typed}"`, () => {
    assertEquals(suggest(typed, WORDS), meant);
  });
}
