// Equality of JSON values, binary included: the same type and the same content, whatever the order
// of an object's keys. Numbers are never text, and nothing is converted.

import { equalBytes } from "../../base/bytes.ts";
import type { Value, ValueObject } from "../../base/json.ts";
import { MAX_JSON_DEPTH } from "../../base/json_depth.ts";

/** Whether two values are the same. What is nested deeper than payloads may be is not compared. */
export function equalValues(left: Value, right: Value, depth = 0): boolean {
  if (left === right) return true;
  if (typeof left === "number" && typeof right === "number") {
    // MessagePack can carry what is no number; it is still the same as itself.
    return Number.isNaN(left) && Number.isNaN(right);
  }
  if (!isContainer(left) || !isContainer(right) || depth > MAX_JSON_DEPTH) return false;
  if (left instanceof Uint8Array || right instanceof Uint8Array) {
    return left instanceof Uint8Array && right instanceof Uint8Array && equalBytes(left, right);
  }
  if (Array.isArray(left) || Array.isArray(right)) {
    return Array.isArray(left) && Array.isArray(right) && equalLists(left, right, depth);
  }
  return equalObjects(left as ValueObject, right as ValueObject, depth);
}

type Container = Extract<Value, object>;

function isContainer(value: Value): value is Container {
  return typeof value === "object" && value !== null;
}

function equalLists(left: readonly Value[], right: readonly Value[], depth: number): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) {
    const [mine, theirs] = [left[index], right[index]];
    if (mine === undefined || theirs === undefined) return false;
    if (!equalValues(mine, theirs, depth + 1)) return false;
  }
  return true;
}

function equalObjects(left: ValueObject, right: ValueObject, depth: number): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(right, key)) return false;
    const [mine, theirs] = [left[key], right[key]];
    if (mine === undefined || theirs === undefined) return false;
    if (!equalValues(mine, theirs, depth + 1)) return false;
  }
  return true;
}
