// A hunk as lines of text: a header, then a line for every act of either side, as in a unified diff.

import type { Act } from "../../../diff/act.ts";
import type { Row, SessionDiff } from "../../../diff/result.ts";
import { formatDuration } from "../duration.ts";
import { printable } from "../event_line.ts";
import type { PaintStyle } from "../paint.ts";
import { actParts } from "./act_text.ts";
import { detailLines } from "./finding_text.ts";
import type { Hunk } from "./hunks.ts";
import { type Canvas, draw, type Part } from "../parts.ts";
import type { ShownRow } from "./told_rows.ts";

/** How many differences of one act are told. */
const MOST_DIFFERENCES = 5;

export interface HunkCanvas extends Canvas {
  readonly full: boolean;
}

export interface Mark {
  readonly sign: string;
  readonly style?: PaintStyle;
}

const MARKS: { readonly [Kind in Row["mark"]]: Mark } = {
  "same": { sign: " " },
  "changed": { sign: "~", style: "yellow" },
  "missing": { sign: "-", style: "red" },
  "added": { sign: "+", style: "green" },
  "moved-away": { sign: "<", style: "cyan" },
  "moved-here": { sign: ">", style: "cyan" },
};

/** What came late is the same otherwise. */
export function markOf({ mark, finding, also }: ShownRow): Mark {
  return MARKS[mark === "same" && (finding ?? also) !== undefined ? "changed" : mark];
}

export function unifiedLines(
  hunk: Hunk,
  session: SessionDiff,
  canvas: HunkCanvas,
): readonly string[] {
  const width = numberWidth(hunk.rows);
  return [
    hunkHeader(hunk, session, canvas),
    ...hunk.rows.flatMap((row) => rowLines(row, width, canvas)),
    ...leftLines(hunk, canvas),
  ];
}

/** `@@ session 1 (/sfa) · entries 14–22 | 15–20 · 3.2 s @@` */
export function hunkHeader({ rows }: Hunk, session: SessionDiff, canvas: Canvas): string {
  const left = rows.flatMap((row) => row.left ?? []);
  const right = rows.flatMap((row) => row.right ?? []);
  const at = (left[0] ?? right[0])?.at ?? 0;
  const parts = [sessionName(session), entriesText(left, right), formatDuration(at)];
  return draw([[`@@ ${parts.join(" · ")} @@`, "cyan"]], canvas);
}

/** Both names where they are not the same. */
export function sessionName({ left, right }: Pick<SessionDiff, "left" | "right">): string {
  const names = [left?.label, right?.label].filter((label) => label !== undefined);
  return [...new Set(names)].map(printable).join(" | ");
}

function entriesText(left: readonly Act[], right: readonly Act[]): string {
  return `entries ${spanText(left)} | ${spanText(right)}`;
}

function spanText(acts: readonly Act[]): string {
  if (acts.length === 0) return "none";
  const lines = acts.map(({ line }) => line);
  const least = lines.reduce((one, other) => Math.min(one, other));
  const most = lines.reduce((one, other) => Math.max(one, other));
  return least === most ? String(least) : `${least}–${most}`;
}

function rowLines(row: ShownRow, width: number, canvas: HunkCanvas): readonly string[] {
  const { sign, style } = markOf(row);
  const { left, right } = shownSides(row);
  const act = left ?? right;
  if (act === undefined) return [];
  const start: Part = style === undefined ? [`${sign} `] : [`${sign} `, style];
  const numbers = `${numberText(left, width)} ${numberText(right, width)}  `;
  const indent = " ".repeat(sign.length + 1 + numbers.length + 2);
  const room = canvas.columns - indent.length;
  return [
    draw([start, [numbers, "dim"], ...actParts(act, style)], canvas),
    ...rowDetails(row, room, canvas).map((parts) => draw([[indent], ...parts], canvas)),
  ];
}

/** Where something moved away, and where it moved to, it is told once each. */
function shownSides({ mark, left, right }: Row): { readonly left?: Act; readonly right?: Act } {
  if (mark === "moved-away") return left === undefined ? {} : { left };
  if (mark === "moved-here") return right === undefined ? {} : { right };
  return {
    ...(left === undefined ? {} : { left }),
    ...(right === undefined ? {} : { right }),
  };
}

export function rowDetails(
  { mark, finding, also = [] }: ShownRow,
  room: number,
  { full }: HunkCanvas,
): readonly (readonly Part[])[] {
  if (mark === "moved-away" && finding?.kind === "moved") {
    return [[[`moved to #${finding.right.line}`, "dim"]]];
  }
  const findings = finding === undefined ? also : [finding, ...also];
  return findings.flatMap((one) => detailLines(one, room, full ? Infinity : MOST_DIFFERENCES));
}

export function leftLines({ left }: Hunk, canvas: Canvas): readonly string[] {
  return left === 0 ? [] : [draw([[`  … ${left} more in this hunk`, "dim"]], canvas)];
}

export function numberWidth(rows: readonly Row[]): number {
  const lines = rows.flatMap(({ left, right }) => [left?.line ?? 0, right?.line ?? 0]);
  return 1 + String(lines.reduce((one, other) => Math.max(one, other), 0)).length;
}

export function numberText(act: Act | undefined, width: number): string {
  return (act === undefined ? "" : `#${act.line}`).padStart(width);
}
