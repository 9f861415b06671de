/** The part of a message that shows two values side by side. */

import { diffLines } from "./diff.ts";
import { format } from "./format.ts";

/** The diff of two values under its legend; strings are compared by their own lines. */
export function describeDifference(actual: unknown, expected: unknown): string {
  const diff = typeof actual === "string" && typeof expected === "string" &&
      (actual.includes("\n") || expected.includes("\n"))
    ? diffLines(showLines(actual), showLines(expected))
    : diffLines(format(actual), format(expected));
  return `\n\n    [Diff] Actual / Expected\n\n\n${diff}\n`;
}

/** A text of several lines, with the characters that nobody would see made visible. */
function showLines(text: string): string {
  return text.split("\n").map((line) => JSON.stringify(line).slice(1, -1).replaceAll('\\"', '"'))
    .join("\\n\n");
}
