// Reads a text at every level of its encodings (JSON in strings in JSON, percent-encoding in
// percent-encoding) and looks for secrets in each reading.

import type { Hit } from "./hit.ts";
import type { Rules } from "./rules.ts";
import { scanView } from "./scan_view.ts";
import type { View } from "./view.ts";

/** Levels of backslash escapes: each doubles the backslashes, so nobody writes this many. */
export const ESCAPE_LEVELS_LIMIT = 16;

/** How often percent-encoded text may be percent-encoded again. */
export const PERCENT_LEVELS_LIMIT = 4;

/** The secrets of a text at all levels, in places of the original; they may overlap. */
export function scanLevels(view: View, rules: Rules): readonly Hit[] {
  if (!rules.mayHide(view.text)) return [];
  const hits: Hit[] = [];
  let reading: View | undefined = view;
  for (let level = 0; reading !== undefined && level <= PERCENT_LEVELS_LIMIT; level++) {
    let unescaped: View | undefined = reading;
    for (let depth = 0; unescaped !== undefined && depth <= ESCAPE_LEVELS_LIMIT; depth++) {
      for (const hit of scanView(unescaped, rules)) hits.push(hit);
      unescaped = unescaped.unescaped();
    }
    reading = reading.percentDecoded();
  }
  return hits;
}
