// A hunk in two columns: the good tape on the left, the other one on the right.

import type { Act } from "../../../diff/act.ts";
import type { SessionDiff } from "../../../diff/result.ts";
import { cut, printable } from "../event_line.ts";
import { plainPaint } from "../paint.ts";
import { textWidth } from "../text_width.ts";
import { actParts } from "./act_text.ts";
import { distanceText, sidesOf } from "./difference_parts.ts";
import {
  type HunkCanvas,
  hunkHeader,
  leftLines,
  markOf,
  numberText,
  numberWidth,
  rowDetails,
} from "./hunk_lines.ts";
import type { Hunk } from "./hunks.ts";
import { draw, type Part, widthOf } from "../parts.ts";
import type { ShownRow } from "./told_rows.ts";
import { fitPair } from "./value_pair.ts";

/** Less than this is too narrow to read. */
export const LEAST_SIDE_BY_SIDE = 100;

/** How wide it is where nobody says. */
export const PLAIN_SIDE_BY_SIDE = 160;

/** Between the two, with the mark in its middle. */
const GUTTER = 3;

interface Halves {
  readonly left: readonly Part[];
  readonly right: readonly Part[];
}

export function sideBySideLines(
  hunk: Hunk,
  session: SessionDiff,
  canvas: HunkCanvas,
): readonly string[] {
  const numbers = numberWidth(hunk.rows);
  return [
    hunkHeader(hunk, session, canvas),
    ...hunk.rows.flatMap((row) => rowLines(row, numbers, canvas)),
    ...leftLines(hunk, canvas),
  ];
}

function rowLines(row: ShownRow, numbers: number, canvas: HunkCanvas): readonly string[] {
  const { sign, style } = markOf(row);
  const half = Math.floor((canvas.columns - GUTTER) / 2);
  const middle: Part = style === undefined ? [` ${sign} `] : [` ${sign} `, style];
  const left = row.mark === "moved-here" ? undefined : row.left;
  const right = row.mark === "moved-away" ? undefined : row.right;
  const halves: Halves = { left: cell(left, row, numbers), right: cell(right, row, numbers) };
  const indent = " ".repeat(numbers + 4);
  return [
    joined(halves, middle, half, canvas),
    ...details(row, indent, half, canvas),
  ];
}

function cell(act: Act | undefined, row: ShownRow, numbers: number): readonly Part[] {
  if (act === undefined) return [];
  return [[`${numberText(act, numbers)}  `, "dim"], ...actParts(act, markOf(row).style)];
}

/** What changed stands in both columns; all else below, in words. */
function details(
  row: ShownRow,
  indent: string,
  half: number,
  canvas: HunkCanvas,
): readonly string[] {
  const { finding } = row;
  const words = (shown: ShownRow): readonly string[] =>
    rowDetails(shown, canvas.columns - indent.length, canvas)
      .map((parts) => draw([[indent], ...parts], canvas));
  if (finding?.kind !== "changed") return words(row);
  const shown = canvas.full ? finding.differences : finding.differences.slice(0, MOST_PAIRS);
  const more = finding.differences.length - shown.length;
  return [
    ...shown.map((difference) => {
      const path = `${indent}${cut(printable(difference.path), half / 2)}  `;
      const sides = sidesOf(difference);
      const room = 2 * (half - textWidth(path));
      const [left, right] = fitPair(sides.left, sides.right, room);
      const distance: Part = [distanceText(difference), "dim"];
      return joined(
        { left: [[path], [left, "red"]], right: [[path], [right, "green"], distance] },
        [" ".repeat(GUTTER)],
        half,
        canvas,
      );
    }),
    ...(more > 0 ? [draw([[`${indent}… ${more} more: --full shows all`, "dim"]], canvas)] : []),
    ...words({ ...row, finding: { ...finding, differences: [] } }),
  ];
}

/** How many differences of one act are told. */
const MOST_PAIRS = 5;

function joined({ left, right }: Halves, middle: Part, half: number, canvas: HunkCanvas): string {
  const { paint } = canvas;
  const width = Math.min(half, widthOf(left));
  const first = draw(left, { columns: half, paint });
  // Blanks at the end were left out.
  const plain = textWidth(draw(left, { columns: half, paint: plainPaint }));
  const filled = " ".repeat(Math.max(0, half - Math.min(width, plain)));
  const second = draw(right, { columns: half, paint });
  if (second === "") {
    return `${first}${filled}${draw([middle], { columns: GUTTER, paint })}`.trimEnd();
  }
  const [text, style] = middle;
  return `${first}${filled}${style === undefined ? text : paint(style, text)}${second}`;
}
