// A line put together of parts in styles: cut to the screen before it is painted, so that no style is
// left open.

import { cut } from "./event_line.ts";
import type { Paint, PaintStyle } from "./paint.ts";
import { textWidth, wrapColumns } from "./text_width.ts";

export type Part = readonly [text: string, style?: PaintStyle];

/** What lines are drawn with. */
export interface Canvas {
  /** Infinity where nothing is cut. */
  readonly columns: number;
  readonly paint: Paint;
}

export function draw(parts: readonly Part[], { columns, paint }: Canvas): string {
  let room = columns;
  let line = "";
  const last = parts.findLastIndex(([text]) => text.trimEnd() !== "");
  for (const [index, [whole, style]] of parts.entries()) {
    if (room <= 0 || index > last) break;
    const text = index === last ? whole.trimEnd() : whole;
    if (text === "") continue;
    const shown = cut(text, room);
    room -= textWidth(text);
    line += style === undefined ? shown : paint(style, shown);
  }
  return line.trimEnd();
}

export function widthOf(parts: readonly Part[]): number {
  return parts.reduce((sum, [text]) => sum + textWidth(text), 0);
}

/** A sentence that is too long goes on below, in from the edge. */
export function wrapped(sentence: string, { columns }: Canvas): readonly string[] {
  if (textWidth(sentence) <= columns) return [sentence];
  const [first = "", ...more] = wrapColumns(sentence, columns - INDENT.length);
  return [first, ...more.map((line) => INDENT + line)];
}

const INDENT = "  ";
