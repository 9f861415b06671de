// A number that is the same for values that say the same, whatever the order of an object's keys:
// how millions of contents are told apart without comparing each with each.

import type { Value, ValueObject } from "../base/json.ts";
import { MAX_JSON_DEPTH } from "../base/json_depth.ts";

export { equalValues } from "../timeline/filter/equal.ts";

/** What every kind begins with, so that `1` is not `"1"` and no list is an object. */
const NULL = 0x9e3779b1;
const FALSE = 0x85ebca6b;
const TRUE = 0xc2b2ae35;
const NUMBER = 0x27d4eb2f;
const WHOLE = 0x6c62272e;
const TEXT = 0x165667b1;
const BINARY = 0x1b873593;
const LIST = 0x52dce729;
const OBJECT = 0x38495ab5;
const TOO_DEEP = 0x7feb352d;

const HIGH_FACTOR = 0x85ebca6b;
const LOW_FACTOR = 0xcc9e2d51;

/** A safe integer has 53 bits: 32 of one half and 21 of the other. */
const HIGH_BITS = 0x1fffff;
const TWO_TO_32 = 0x1_0000_0000;

const number = new Float64Array(1);
const halves = new Int32Array(number.buffer);

/** The hash in two halves while it is made: numbers of 32 bits that nothing is allocated for. */
const state = new Int32Array(2);

/** A safe integer, not below 0. What is nested deeper than payloads may be is not looked at. */
export function hashValue(value: Value): number {
  begin(NUMBER, LIST);
  add(value, 0);
  return finished();
}

/** The same for values that have the same keys and types; see `shapeOf()`. */
export function hashShape(value: Value): number {
  begin(LIST, TEXT);
  addShape(value, 0);
  return finished();
}

function begin(high: number, low: number): void {
  state[0] = high;
  state[1] = low;
}

function finished(): number {
  const high = state[0] ?? 0;
  const low = state[1] ?? 0;
  let top = Math.imul(high ^ (low >>> 15), HIGH_FACTOR);
  let bottom = Math.imul(low ^ (high >>> 13), LOW_FACTOR);
  top = Math.imul(top ^ (top >>> 16) ^ bottom, LOW_FACTOR);
  bottom = Math.imul(bottom ^ (bottom >>> 16) ^ top, HIGH_FACTOR);
  return ((top ^ (top >>> 15)) & HIGH_BITS) * TWO_TO_32 + ((bottom ^ (bottom >>> 14)) >>> 0);
}

function mix(word: number): void {
  const high = Math.imul((state[0] ?? 0) ^ word, HIGH_FACTOR);
  const low = Math.imul((state[1] ?? 0) ^ word, LOW_FACTOR);
  const turned = (high << 13) | (high >>> 19);
  state[0] = turned;
  state[1] = ((low << 17) | (low >>> 15)) + turned;
}

function add(value: Value, depth: number): void {
  if (typeof value === "string") addText(TEXT, value);
  else if (typeof value === "number") addNumber(value);
  else if (value === null) mix(NULL);
  else if (typeof value === "boolean") mix(value ? TRUE : FALSE);
  else if (depth > MAX_JSON_DEPTH) mix(TOO_DEEP);
  else if (Array.isArray(value)) addList(value, depth);
  else if (value instanceof Uint8Array) addBytes(value);
  else addObject(value as ValueObject, depth);
}

/** Two characters a step: texts are most of what is hashed. */
function addText(kind: number, text: string): void {
  const { length } = text;
  let top = (state[0] ?? 0) ^ length;
  let bottom = (state[1] ?? 0) ^ kind;
  let index = 1;
  for (; index < length; index += 2) {
    const codes = text.charCodeAt(index - 1) | (text.charCodeAt(index) << 16);
    top = Math.imul(top ^ codes, HIGH_FACTOR);
    top ^= top >>> 15;
    bottom = Math.imul(((bottom << 5) | (bottom >>> 27)) ^ codes, LOW_FACTOR);
  }
  if (index === length) {
    const code = text.charCodeAt(index - 1);
    top = Math.imul(top ^ code, HIGH_FACTOR);
    bottom = Math.imul(((bottom << 5) | (bottom >>> 27)) ^ code, LOW_FACTOR);
  }
  state[0] = top ^ (top >>> 13);
  state[1] = bottom ^ (bottom >>> 16) ^ (top << 7);
}

function addNumber(value: number): void {
  const whole = value | 0;
  // Most are whole and small; -0 is, too, and is 0 then.
  if (whole === value) {
    mix(WHOLE);
    mix(whole);
    return;
  }
  mix(NUMBER);
  // There are many bit patterns that are no number.
  if (value !== value) return;
  number[0] = value;
  mix(halves[0] ?? 0);
  mix(halves[1] ?? 0);
}

function addBytes(bytes: Uint8Array): void {
  mix(BINARY);
  mix(bytes.length);
  for (let index = 0; index < bytes.length; index++) mix(bytes[index] ?? 0);
}

function addList(list: readonly Value[], depth: number): void {
  mix(LIST);
  mix(list.length);
  for (let index = 0; index < list.length; index++) add(list[index] ?? null, depth + 1);
}

/** Every key is hashed with its value, on its own; sums know no order. */
function addObject(object: ValueObject, depth: number): void {
  const high = state[0] ?? 0;
  const low = state[1] ?? 0;
  let highSum = 0;
  let lowSum = 0;
  for (const key in object) {
    begin(OBJECT, LIST);
    addText(OBJECT, key);
    add(object[key] ?? null, depth + 1);
    // Once more, or what two sums have in common would be seen through them.
    mix(OBJECT);
    highSum = (highSum + (state[0] ?? 0)) | 0;
    lowSum = (lowSum + (state[1] ?? 0)) | 0;
  }
  begin(high, low);
  mix(OBJECT);
  mix(highSum);
  mix(lowSum);
}

function addShape(value: Value, depth: number): void {
  if (typeof value === "string") mix(TEXT);
  else if (typeof value === "number") mix(NUMBER);
  else if (value === null) mix(NULL);
  else if (typeof value === "boolean") mix(TRUE);
  else if (depth > MAX_JSON_DEPTH) mix(TOO_DEEP);
  else if (Array.isArray(value)) addListShape(value, depth);
  else if (value instanceof Uint8Array) mix(BINARY);
  else addObjectShape(value as ValueObject, depth);
}

/** Each of the items' shapes once. Mostly there is one. */
function addListShape(list: readonly Value[], depth: number): void {
  const high = state[0] ?? 0;
  const low = state[1] ?? 0;
  let highSum = 0;
  let lowSum = 0;
  let latest = -1;
  let seen: Set<number> | undefined;
  for (let index = 0; index < list.length; index++) {
    begin(LIST, TEXT);
    addShape(list[index] ?? null, depth + 1);
    const shape = finished();
    if (shape === latest || seen?.has(shape) === true) continue;
    if (latest !== -1) (seen ??= new Set([latest])).add(shape);
    latest = shape;
    highSum = (highSum + (state[0] ?? 0)) | 0;
    lowSum = (lowSum + (state[1] ?? 0)) | 0;
  }
  begin(high, low);
  mix(LIST);
  mix(highSum);
  mix(lowSum);
}

function addObjectShape(object: ValueObject, depth: number): void {
  const high = state[0] ?? 0;
  const low = state[1] ?? 0;
  let highSum = 0;
  let lowSum = 0;
  for (const key in object) {
    begin(OBJECT, LIST);
    addText(OBJECT, key);
    addShape(object[key] ?? null, depth + 1);
    mix(OBJECT);
    highSum = (highSum + (state[0] ?? 0)) | 0;
    lowSum = (lowSum + (state[1] ?? 0)) | 0;
  }
  begin(high, low);
  mix(OBJECT);
  mix(highSum);
  mix(lowSum);
}
