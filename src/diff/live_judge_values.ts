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
import { farNumber, negative, newText, zeroPosition } from "./live_judge_outliers.ts";
import { oddOrder } from "./live_order.ts";
import type { LiveChange } from "./result.ts";
import { timestampOf } from "./timestamps.ts";

/** A range is known from so many numbers … */
export const FEWEST_FOR_RANGE = 10;

/** … that went through it so many times, one way or the other. Of 700,000 pairs of windows of one
 * ride, 14 would be told with two thirds of it, and none with this. */
export const TRAVELS = 6;

/** Fewer will do where all of one tape is so many times as large as all of the other. */
export const MAGNITUDE = 10;
export const TRAVELS_OF_MAGNITUDE = 2;

/** Texts and flags that are always the same are so by design after so many. */
export const FEWEST_FOR_CONSTANT = 3;

/** What is measured stays the same for long while nothing moves: 43 seconds at ten a second. */
export const FEWEST_FOR_CONSTANT_NUMBER = 500;

/** Whole numbers from here on are names of things rather than measures, as what is called an id. */
export const LEAST_NAME = 10_000;

/** Whole numbers that always grew are a counter after so many; others may do so by chance. */
export const FEWEST_FOR_COUNTER = 10;
export const FEWEST_FOR_GROWTH = 100;

const DIRECTION = /(?:heading|bearing|course|direction|azimuth|orientation|yaw)(?:\[\*\])*$/i;
const ID = /(?:(?:^|[^a-zA-Z])id|[a-z]I[dD]|ID)(?:\[\*\])*$/;

/** One thing is said of a place at the most: one mistake has many traces. */
export function judgeValues(left: LiveField, right: LiveField): LiveChange | undefined {
  return judgeConstants(left, right) ?? judgeOrder(left, right) ?? judgeRanges(left, right) ??
    judgeOutliers(left, right);
}

function judgeOutliers(left: LiveField, right: LiveField): LiveChange | undefined {
  if (!isNumeric(left) || !isNumeric(right)) return newText(left, right);
  if (left.axis !== undefined) return zeroPosition(left, right);
  if (hasNoConstants(left) || timeFormOf(left) !== undefined || growsAlways(left)) return undefined;
  return negative(left, right) ?? farNumber(left, right);
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
  const { path, order } = left;
  const isCounter = timeFormOf(left) === undefined;
  const odd = oddOrder(order, right.order, isCounter);
  if (odd === undefined) return undefined;
  const { how, count, act } = odd;
  return { what: "order", how, path, paths: [path], count, example: act };
}

function growsAlways(field: LiveField): boolean {
  const { isInteger, order: { grew, repeats, back } } = field;
  if (back.count > 0 || grew === 0) return false;
  if (timeFormOf(field) !== undefined) return grew + repeats.count >= FEWEST_FOR_CONSTANT - 1;
  if (!isNumeric(field) || repeats.count > 0) return false;
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
  if (isName(left) || isName(right)) return false;
  if (Math.min(left.numbers, right.numbers) < FEWEST_FOR_RANGE) return false;
  const travels = Math.min(left.travels, right.travels);
  return travels >= TRAVELS || (travels >= TRAVELS_OF_MAGNITUDE && isOtherMagnitude(left, right));
}

/** What things are called is given out in their order: each day has other numbers. */
function isName({ path, isInteger, least }: LiveField): boolean {
  return isInteger && (ID.test(path) || Math.abs(least) >= LEAST_NAME);
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
