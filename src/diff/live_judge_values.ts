// The numbers and constants of a live event on two tapes. Two honest recordings are of two days, two
// drivers, two cities: what follows from that is no difference. The thresholds were tried on windows
// of a real ride, each against another (tests/diff/live_judge_values_test.ts).
//
// Positions have ranges of their own in every recording, and so have directions: they are only told
// when they leave the earth or the circle. A number's range says something about the number, and not
// about the trip, once it has gone through its range there and back a few times. Times and counters
// move on for ever: they are told when they do not.

import type { JsonValue } from "../base/json.ts";
import { BOOLEAN, type LiveField, NUMBER, TEXT } from "./live_field.ts";
import type { LiveChange } from "./result.ts";
import { timestampOf } from "./timestamps.ts";

/** A range is known from so many numbers … */
export const FEWEST_FOR_RANGE = 10;

/** … that went through it so many times, one way or the other. Of speeds of one ride, 3 recordings
 * in 100 would be told with half of it, and none with this. */
export const TRAVELS = 4;

/** Half of that will do where all of one tape is so many times as large as all of the other. */
export const MAGNITUDE = 10;

/** Texts and flags that are always the same are so by design after so many. */
export const FEWEST_FOR_CONSTANT = 3;

/** What is measured stays the same for long while nothing moves. */
export const FEWEST_FOR_CONSTANT_NUMBER = 300;

/** Whole numbers from here on are names of things rather than measures, as what is called an id. */
export const LEAST_NAME = 10_000;

/** Whole numbers that always grew are a counter after so many; others may do so by chance. */
export const FEWEST_FOR_COUNTER = 10;
export const FEWEST_FOR_GROWTH = 100;

const DIRECTION = /(?:heading|bearing|course|direction|azimuth|orientation|yaw)(?:\[\*\])*$/i;
const ID = /(?:(?:^|[^a-zA-Z])id|[a-z]I[dD]|ID)(?:\[\*\])*$/;

/** One thing is said of a place at the most: one mistake has many traces. */
export function judgeValues(left: LiveField, right: LiveField): LiveChange | undefined {
  return judgeConstants(left, right) ?? judgeOrder(left, right) ?? judgeRanges(left, right);
}

function judgeConstants(left: LiveField, right: LiveField): LiveChange | undefined {
  const { path, constant } = left;
  if (!left.isConstant || !right.isConstant) return undefined;
  if (constant === undefined || right.constant === undefined) return undefined;
  if (constant === right.constant || typeof constant !== typeof right.constant) return undefined;
  if (hasNoConstants(left) || (timeFormOf(left) ?? timeFormOf(right)) !== undefined) {
    return undefined;
  }
  const fewest = isMeasured(left) || isMeasured(right)
    ? FEWEST_FOR_CONSTANT_NUMBER
    : FEWEST_FOR_CONSTANT;
  if (sureCount(left) < fewest || sureCount(right) < fewest) return undefined;
  return change("constant", path, constant, right.constant, right);
}

/** How often it was what it always was; 0 when it was `null` at times. */
function sureCount({ count, counts }: LiveField): number {
  const [booleans = 0, numbers = 0, texts = 0] = [counts[BOOLEAN], counts[NUMBER], counts[TEXT]];
  return Math.max(booleans, numbers, texts) === count ? count : 0;
}

function isMeasured(field: LiveField): boolean {
  if (!isNumeric(field) || ID.test(field.path)) return false;
  return !field.isInteger || Math.abs(field.least) < LEAST_NAME;
}

function hasNoConstants({ axis, path }: LiveField): boolean {
  return axis !== undefined || DIRECTION.test(path);
}

/** All of it are numbers, or texts of numbers. */
function isNumeric(field: LiveField): boolean {
  return field.isText("decimal") || isNumber(field);
}

function isNumber({ counts }: LiveField): boolean {
  return (counts[NUMBER] ?? 0) > 0 && counts[TEXT] === 0;
}

/** How all of its times are written; undefined when they are none. */
function timeFormOf(field: LiveField): "text" | "milliseconds" | "seconds" | undefined {
  if (field.isText("time")) return "text";
  if (!isNumber(field)) return undefined;
  const [first, last] = [timestampOf(field.least), timestampOf(field.most)];
  if (first === undefined || first.form !== last?.form) return undefined;
  return first.form === "seconds" ? "seconds" : "milliseconds";
}

function judgeOrder(left: LiveField, right: LiveField): LiveChange | undefined {
  if (!growsAlways(left) || hasNoConstants(left)) return undefined;
  if (!isNumeric(right) && !right.isText("time")) return undefined;
  const isStuck = right.grew === 0 && right.stayed >= FEWEST_FOR_CONSTANT;
  const example = right.shrankIn ?? (isStuck ? right.first : undefined);
  return example === undefined ? undefined : { what: "order", path: left.path, example };
}

function growsAlways(field: LiveField): boolean {
  const { grew, stayed, shrankIn, isInteger } = field;
  if (shrankIn !== undefined || grew === 0) return false;
  if (timeFormOf(field) !== undefined) return grew + stayed >= FEWEST_FOR_CONSTANT - 1;
  if (!isNumeric(field) || stayed > 0) return false;
  return grew + 1 >= (isInteger ? FEWEST_FOR_COUNTER : FEWEST_FOR_GROWTH);
}

function judgeRanges(left: LiveField, right: LiveField): LiveChange | undefined {
  if (!isNumeric(left) || !isNumeric(right)) return undefined;
  if (!isOtherRange(left, right)) return undefined;
  return change("range", left.path, rangeOf(left), rangeOf(right), right);
}

function isOtherRange(left: LiveField, right: LiveField): boolean {
  const limits = limitsOf(left);
  if (limits !== undefined) return isWithin(left, limits) && !isWithin(right, limits);
  if (left.least <= right.most && right.least <= left.most) return false;
  const form = timeFormOf(left);
  if (form !== undefined) return timeFormOf(right) !== form;
  if (Math.min(left.numbers, right.numbers) < FEWEST_FOR_RANGE) return false;
  const travels = Math.min(travelsOf(left), travelsOf(right));
  return travels >= TRAVELS || (travels >= TRAVELS / 2 && isOtherMagnitude(left, right));
}

interface Limits {
  readonly least: number;
  readonly most: number;
}

/** Some people count longitudes, and directions, from 0 to 360. */
function limitsOf({ axis, path }: LiveField): Limits | undefined {
  if (axis === "latitude") return { least: -90, most: 90 };
  if (axis === "longitude") return { least: -180, most: 360 };
  return DIRECTION.test(path) ? { least: -360, most: 360 } : undefined;
}

function isWithin(range: Limits, { least, most }: Limits): boolean {
  return range.least >= least && range.most <= most;
}

/** How many times it went from one end of its range to the other, all ways together. */
function travelsOf({ least, most, travel }: LiveField): number {
  return most > least ? travel / (most - least) : 0;
}

function isOtherMagnitude(left: LiveField, right: LiveField): boolean {
  const [smaller, larger] = left.most < right.least ? [left, right] : [right, left];
  return smaller.most > 0 && larger.least >= MAGNITUDE * smaller.most;
}

function rangeOf({ least, most }: LiveField): JsonValue {
  return [least, most];
}

function change(
  what: "range" | "constant",
  path: string,
  left: JsonValue,
  right: JsonValue,
  { first }: LiveField,
): LiveChange | undefined {
  return first === undefined ? undefined : { what, path, left, right, example: first };
}
