// What the good tape never says of a place, and the other tape says once or a few times, while most
// of what it says is as ever. Only what no other trip, driver or day explains.

import type { Value } from "../base/json.ts";
import type { LiveField } from "./live_field.ts";
import type { Seen } from "./live_order.ts";
import type { LiveChange } from "./result.ts";

type Outlier = Extract<LiveChange, { readonly what: "outlier" }>;

/** What never was below 0, or at 0, in so many instances. */
export const FEWEST_NUMBERS = 20;

/** So many times as far as the good tape's whole range is wide, and as large as all of it. */
export const FAR = 10;

/** The good tape's range is known from so many numbers, which went through it so many times. */
export const FEWEST_FOR_FAR = 50;
export const TRAVELS_FOR_FAR = 4;

/** Texts of a closed set are known from so many instances, of which each text has so many. */
export const FEWEST_TEXTS = 50;
export const FEWEST_OF_TEXT = 5;

/** Where there are such things as 0° latitude or 0° longitude, recordings go past them. */
export function zeroPosition(left: LiveField, right: LiveField): Outlier | undefined {
  if (left.axis === undefined) return undefined;
  const { zeros } = right.extremes;
  if (left.numbers < FEWEST_NUMBERS || left.extremes.zeros.count > 0) return undefined;
  const reach = FAR * Math.max(left.most - left.least, right.most - right.least);
  if (Math.abs(left.least) <= reach || Math.abs(left.most) <= reach) return undefined;
  return outlier("zero", [left.least, left.most], 0, zeros, right);
}

/** A number that stops at 0, and then does not: −1 for what is not known. */
export function negative(left: LiveField, right: LiveField): Outlier | undefined {
  if (left.numbers < FEWEST_NUMBERS || left.least < 0) return undefined;
  if (left.least > 0 && right.least !== -1) return undefined;
  return outlier("negative", [left.least, left.most], right.least, right.extremes.negatives, right);
}

export function farNumber(left: LiveField, right: LiveField): Outlier | undefined {
  const { least, most } = left;
  if (Math.min(left.numbers, right.numbers) < FEWEST_FOR_FAR) return undefined;
  if (left.travels < TRAVELS_FOR_FAR) return undefined;
  const width = most - least;
  if (most <= 0 || right.most <= FAR * most || right.most <= most + FAR * width) return undefined;
  const bulk = right.extremes.sample.p95;
  if (bulk === undefined || bulk > most + width) return undefined;
  const act = right.extremes.mostIn;
  return outlier("far", [least, most], right.most, { count: 1, act }, right);
}

export function newText(left: LiveField, right: LiveField): Outlier | undefined {
  const [mine, theirs] = [left.texts.closed, right.texts.closed];
  if (mine === undefined || theirs === undefined) return undefined;
  let known = 0;
  for (const [text, { count }] of mine) {
    if (text === "" || count < FEWEST_OF_TEXT) return undefined;
    known += count;
  }
  if (known < FEWEST_TEXTS) return undefined;
  const fresh = [...theirs].filter(([text]) => !mine.has(text));
  const count = fresh.reduce((sum, [, seen]) => sum + seen.count, 0);
  // Other drivers have other names altogether.
  if (count * 2 >= right.count) return undefined;
  const [first] = fresh.sort(([, one], [, other]) => lineOf(one) - lineOf(other));
  if (first === undefined) return undefined;
  return outlier("text", [...mine.keys()], first[0], { count, act: first[1].act }, right);
}

function lineOf({ act }: Seen): number {
  return act?.line ?? 0;
}

function outlier(
  how: Outlier["how"],
  usual: Value,
  value: Value,
  { count, act }: Seen,
  { path, count: of }: LiveField,
): Outlier | undefined {
  if (act === undefined || count === 0) return undefined;
  return { what: "outlier", how, path, paths: [path], usual, value, count, of, example: act };
}
