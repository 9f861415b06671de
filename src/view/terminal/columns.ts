// Rows of cells as lines of text, every column as wide as its widest cell.

import { cutEnd, padColumns, textWidth, wrapColumns } from "./text_width.ts";

export type Alignment = "left" | "right";

/** Between two columns. */
const SPACE = "  ";

/**
 * The lines, with no blanks at their ends. The column that gives way is cut when they would be wider
 * than the screen.
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[],
  columns: number,
  givesWay = 0,
): readonly string[] {
  const widths = alignments.map((_, column) =>
    Math.max(0, ...rows.map((row) => textWidth(row[column] ?? "")))
  );
  const whole = widths.reduce((left, right) => left + right, 0) +
    SPACE.length * (widths.length - 1);
  const least = Math.max(8, (widths[givesWay] ?? 0) - Math.max(0, whole - columns));
  return rows.map((row) => {
    const cells = alignments.map((alignment, column) => {
      const cell = row[column] ?? "";
      const width = column === givesWay
        ? Math.min(least, widths[column] ?? 0)
        : widths[column] ?? 0;
      return pad(column === givesWay ? fitted(cell, width) : cell, width, alignment);
    });
    return fitted(cells.join(SPACE).trimEnd(), columns);
  });
}

/** The line in at most so many columns. */
export function fitted(line: string, columns: number): string {
  return Number.isFinite(columns) ? cutEnd(line, columns) : line;
}

/** Facts in a row, broken between them; within one only when it is wider than the screen. */
export function wrapFacts(facts: readonly string[], columns: number): readonly string[] {
  if (facts.length === 0) return [];
  const whole = facts.map((fact) =>
    textWidth(fact) < columns ? fact.replaceAll(" ", UNBROKEN) : fact
  );
  return wrapColumns(whole.join(", "), columns).map((line) => line.replaceAll(UNBROKEN, " "));
}

/** A no-break space. */
const UNBROKEN = "\u00a0";

function pad(text: string, width: number, alignment: Alignment): string {
  if (alignment === "left") return padColumns(text, width);
  return " ".repeat(Math.max(0, width - textWidth(text))) + text;
}
