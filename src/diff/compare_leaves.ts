// Two values of which at least one has nothing inside: the same by the rules, or how far apart.

import { equalBytes } from "../base/bytes.ts";
import type { Value } from "../base/json.ts";
import { coordinateOf } from "../timeline/positions.ts";
import type { ContentRules } from "./content_rules.ts";
import { HIDDEN } from "./mask.ts";
import type { Place } from "./places.ts";
import { printTimeDistance, timestampOf } from "./timestamps.ts";

export interface LeafVerdict {
  readonly isSame: boolean;
  readonly distance?: string;
}

const SAME: LeafVerdict = { isSame: true };
const OTHER: LeafVerdict = { isSame: false };

export function compareLeaves(
  left: Value,
  right: Value,
  { tolerance }: Place,
  { time }: ContentRules,
): LeafVerdict {
  if (left === right) return SAME;
  if (left === HIDDEN || right === HIDDEN) return SAME;
  if (left instanceof Uint8Array && right instanceof Uint8Array) {
    return equalBytes(left, right) ? SAME : OTHER;
  }
  if (typeof left === "string" && typeof right === "string" && fitsHidden(left, right)) return SAME;
  if (typeof left !== typeof right) return OTHER;
  if (typeof left === "number" && Number.isNaN(left) && Number.isNaN(right)) return SAME;
  if (tolerance !== undefined) {
    const [mine, theirs] = [coordinateOf(left), coordinateOf(right)];
    if (mine !== undefined && theirs !== undefined) {
      return isWithin(mine, theirs, tolerance) ? SAME : OTHER;
    }
  }
  return compareTimes(left, right, time);
}

/** What was typed is decimal: 8.3 and 8.8 are 0.5 apart, though binary numbers say a little more. */
function isWithin(left: number, right: number, amount: number): boolean {
  const slack = Number.EPSILON * 4 * Math.max(Math.abs(left), Math.abs(right), amount);
  return Math.abs(left - right) <= amount + slack;
}

/** Numbers are only taken for times when somebody asked for it. */
function compareTimes(left: Value, right: Value, allowed: number | undefined): LeafVerdict {
  if (typeof left === "number" && allowed === undefined) return OTHER;
  const [mine, theirs] = [timestampOf(left), timestampOf(right)];
  if (mine === undefined || theirs === undefined || mine.form !== theirs.form) return OTHER;
  const apart = Math.abs(mine.milliseconds - theirs.milliseconds);
  if (allowed !== undefined && apart <= allowed) return SAME;
  return { isSame: false, distance: printTimeDistance(apart) };
}

/** Whether two texts may be the same, given that parts of one or of both were hidden. */
function fitsHidden(left: string, right: string): boolean {
  const isLeftHidden = left.includes(HIDDEN);
  const isRightHidden = right.includes(HIDDEN);
  if (isLeftHidden && isRightHidden) return haveSameEnds(left, right);
  if (isLeftHidden) return fits(left, right);
  return isRightHidden && fits(right, left);
}

/** The shorter piece before the first hidden part must begin the longer one; likewise behind. */
function haveSameEnds(left: string, right: string): boolean {
  const [before, beforeToo] = [left, right].map((text) => text.slice(0, text.indexOf(HIDDEN)));
  const [behind, behindToo] = [left, right].map((text) =>
    text.slice(text.lastIndexOf(HIDDEN) + HIDDEN.length)
  );
  if (before === undefined || beforeToo === undefined) return false;
  if (behind === undefined || behindToo === undefined) return false;
  return (before.startsWith(beforeToo) || beforeToo.startsWith(before)) &&
    (behind.endsWith(behindToo) || behindToo.endsWith(behind));
}

/** The pieces around what was hidden stand in the whole text, in their order, at its ends. */
function fits(hidden: string, whole: string): boolean {
  const pieces = hidden.split(HIDDEN);
  const last = pieces.length - 1;
  const end = whole.length - (pieces[last] ?? "").length;
  let offset = 0;
  for (const [index, piece] of pieces.entries()) {
    const at = index === 0 ? 0 : index === last ? end : whole.indexOf(piece, offset);
    if (at < offset || !whole.startsWith(piece, at)) return false;
    offset = at + piece.length;
  }
  return true;
}
