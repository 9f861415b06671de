// Two values that differ, side by side in little room: what they have in common gives way first.

import { cellsOf, cutEnd, textWidth } from "../text_width.ts";

/** How much of what is the same stays before the place where they part. */
const KEPT_BEFORE = 8;

/** Less than this of a value says nothing. */
const LEAST_ROOM = 12;

/** Both texts within so many columns together; the place where they part is in what is shown. */
export function fitPair(left: string, right: string, columns: number): readonly [string, string] {
  const whole = textWidth(left) + textWidth(right);
  if (whole <= columns) return [left, right];
  const half = Math.max(LEAST_ROOM, Math.floor(columns / 2));
  // What the shorter one does not need, the longer one may have.
  const leftRoom = Math.max(half, columns - textWidth(right));
  const rightRoom = Math.max(half, columns - textWidth(left));
  const parted = partedAt(left, right);
  const start = parted < Math.min(leftRoom, rightRoom) - KEPT_BEFORE ? 0 : parted - KEPT_BEFORE;
  return [fitFrom(left, start, leftRoom), fitFrom(right, start, rightRoom)];
}

function fitFrom(text: string, start: number, columns: number): string {
  return start <= 0 || textWidth(text) <= columns
    ? cutEnd(text, columns)
    : cutEnd(`…${text.slice(start)}`, columns);
}

/** Where they begin to differ, never within what people see as one character. */
function partedAt(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  const before = cellsOf(left.slice(Math.max(0, at - KEPT_BEFORE), at)).at(-1);
  return before === undefined ? at : at - (before.text.length > 1 ? before.text.length : 0);
}
