// Lines of JSON as far as they are shown: so many, so wide, set in by two; all of them with --full.

import { cutMiddle } from "../text_width.ts";
import type { Drawing } from "./input.ts";

/** How many lines of JSON are shown, unless everything is asked for. */
export const MAX_JSON_LINES = 40;

export function limitedLines(lines: readonly string[], drawing: Drawing): readonly string[] {
  if (drawing.full) return lines.map((line) => `  ${line}`);
  const shown = lines.slice(0, MAX_JSON_LINES).map((line) =>
    `  ${cutMiddle(line, drawing.columns - 2)}`
  );
  const left = lines.length - shown.length;
  if (left === 0) return shown;
  return [...shown, drawing.paint("dim", `  +${left} more lines: --full shows them`)];
}
