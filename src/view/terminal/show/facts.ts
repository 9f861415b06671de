// Facts as two columns: what is told, and what it is.

import type { RedactedRange } from "../../../tape/entry.ts";
import { cutEnd, padColumns, textWidth, wrapColumns } from "../text_width.ts";
import { HIDDEN_MARK, visibleText } from "../visible_text.ts";
import type { Drawing } from "./input.ts";

/** `isVisible`: what peers wrote in it has been made visible, and its hidden parts marked. */
export type Fact = readonly [label: string, text: string, isVisible?: "visible"];

/** How much of a fact is told; names that peers chose may be long. */
const MAX_FACT_COLUMNS = 400;

export function factLines(facts: readonly Fact[], { columns, paint }: Drawing): readonly string[] {
  const width = Math.max(0, ...facts.map(([label]) => textWidth(label))) + 2;
  return facts.flatMap(([label, text, isVisible]) =>
    wrapColumns(
      cutEnd(isVisible ? text : visibleText(text), MAX_FACT_COLUMNS),
      Math.max(20, columns - width),
    )
      .map((line, index) => paint("dim", padColumns(index === 0 ? label : "", width)) + line)
  );
}

/** The same number stands for the same secret on a tape. */
export function hiddenFact(
  what: string,
  ranges: readonly RedactedRange[],
  unit: string,
): readonly Fact[] {
  if (ranges.length === 0) return [];
  const told = ranges.slice(0, 5).map(([start, length, hash]) =>
    `${unit} ${start + 1} to ${start + length} of its ${what} (secret #${hash})`
  );
  const more = ranges.length > told.length ? `, and ${ranges.length - told.length} more` : "";
  return [[`Hidden (${HIDDEN_MARK})`, `${told.join(", ")}${more}`]];
}
