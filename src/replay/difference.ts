// How one value differs from another that was expected: by content or by shape alone, with what was
// hidden matching anything of its type, and with ignored places left out.

import { equalBytes } from "../base/bytes.ts";
import { isJsonObject, type Value, type ValueObject, valueToJson } from "../base/json.ts";
import { MAX_JSON_DEPTH } from "../base/json_depth.ts";
import type { Path } from "../timeline/filter/path.ts";
import { printPath } from "../timeline/filter/path_syntax.ts";

/** One place where a value is not as expected. */
export interface Difference {
  /** `$.room` */
  readonly path: string;
  /** As JSON, shortened; undefined where there is nothing. */
  readonly expected?: string;
  /** Likewise. */
  readonly actual?: string;
}

/** How to compare. */
export interface Comparison {
  /** Types and keys only. */
  readonly byShape: boolean;
  readonly ignore: readonly Path[];
  /** What stands for hidden text, and for hidden numbers. */
  readonly hidden?: { readonly text: string; readonly number: string };
}

/** How many differences are told of one value. */
export const MAX_DIFFERENCES = 10;

/** How much of a value is shown. */
const SHOWN_CHARACTERS = 80;

export function compareValues(
  expected: Value,
  actual: Value,
  comparison: Comparison,
): readonly Difference[] {
  const comparer = new Comparer(comparison, expected, actual);
  comparer.compare(expected, actual, []);
  return comparer.differences;
}

type Keys = readonly (string | number)[];

class Comparer {
  readonly differences: Difference[] = [];
  readonly #comparison: Comparison;
  readonly #ignored = new Set<string>();

  constructor(comparison: Comparison, expected: Value, actual: Value) {
    this.#comparison = comparison;
    for (const path of comparison.ignore) {
      for (const root of [expected, actual]) {
        for (const place of path.find(root)) this.#ignored.add(printPath(place.path));
      }
    }
  }

  compare(expected: Value | undefined, actual: Value | undefined, keys: Keys): void {
    if (this.differences.length >= MAX_DIFFERENCES || keys.length > MAX_JSON_DEPTH) return;
    if (expected === actual || this.#isIgnored(keys)) return;
    if (expected === undefined || actual === undefined) return this.#add(expected, actual, keys);
    if (expected instanceof Uint8Array || actual instanceof Uint8Array) {
      if (!this.#sameBytes(expected, actual)) this.#add(expected, actual, keys);
    } else if (Array.isArray(expected) && Array.isArray(actual)) {
      this.#compareLists(expected, actual, keys);
    } else if (isValueObject(expected) && isValueObject(actual)) {
      this.#compareObjects(expected, actual, keys);
    } else if (!this.#sameLeaf(expected, actual)) {
      this.#add(expected, actual, keys);
    }
  }

  #compareLists(expected: readonly Value[], actual: readonly Value[], keys: Keys): void {
    // A list's length is data: by shape its items must be like the first that was recorded.
    const { byShape } = this.#comparison;
    const length = byShape ? actual.length : Math.max(expected.length, actual.length);
    for (let index = 0; index < length; index++) {
      const item = byShape ? expected[index] ?? expected.at(-1) : expected[index];
      if (byShape && item === undefined) return;
      this.compare(item, actual[index], [...keys, index]);
    }
  }

  #compareObjects(expected: ValueObject, actual: ValueObject, keys: Keys): void {
    for (const key of Object.keys(expected)) {
      this.compare(expected[key], ownOf(actual, key), [...keys, key]);
    }
    for (const key of Object.keys(actual)) {
      if (!Object.hasOwn(expected, key)) this.compare(undefined, actual[key], [...keys, key]);
    }
  }

  #sameBytes(expected: Value, actual: Value): boolean {
    if (!(expected instanceof Uint8Array) || !(actual instanceof Uint8Array)) return false;
    const { byShape, hidden } = this.#comparison;
    const isHidden = hidden !== undefined && expected.includes(hidden.text.charCodeAt(0));
    return byShape || isHidden || equalBytes(expected, actual);
  }

  #sameLeaf(expected: Value, actual: Value): boolean {
    const { byShape, hidden } = this.#comparison;
    if (hidden !== undefined && typeof expected === "string") {
      if (hidden.number !== hidden.text && expected.includes(hidden.number)) {
        return typeof actual === "number";
      }
      if (expected.includes(hidden.text)) {
        return typeof actual === "string" && (byShape || fits(expected, hidden.text, actual));
      }
    }
    if (byShape) return shapeOf(expected) === shapeOf(actual);
    return typeof expected === "number" && typeof actual === "number" &&
      Number.isNaN(expected) && Number.isNaN(actual);
  }

  #isIgnored(keys: Keys): boolean {
    return this.#ignored.size > 0 && this.#ignored.has(printPath(keys));
  }

  #add(expected: Value | undefined, actual: Value | undefined, keys: Keys): void {
    this.differences.push({
      path: printPath(keys),
      ...(expected === undefined ? {} : { expected: this.#show(expected) }),
      ...(actual === undefined ? {} : { actual: this.#show(actual) }),
    });
  }

  #show(value: Value): string {
    const text = JSON.stringify(valueToJson(value));
    const { hidden } = this.#comparison;
    const plain = hidden === undefined
      ? text
      : text.replaceAll(hidden.text, "*").replaceAll(hidden.number, "*");
    return plain.length > SHOWN_CHARACTERS ? `${plain.slice(0, SHOWN_CHARACTERS)}…` : plain;
  }
}

function ownOf(object: ValueObject, key: string): Value | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isValueObject(value: Value): value is ValueObject {
  return isJsonObject(value);
}

function shapeOf(value: Value): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}

/** What stood beside the hidden parts must be there, in order; hidden parts may be of any length. */
function fits(pattern: string, marker: string, actual: string): boolean {
  const pieces = pattern.split(marker);
  const [first = ""] = pieces;
  const last = pieces.at(-1) ?? "";
  if (!actual.startsWith(first) || !actual.endsWith(last)) return false;
  let position = first.length;
  const end = actual.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = actual.indexOf(piece, position);
    if (found < 0 || found + piece.length > end) return false;
    position = found + piece.length;
  }
  return position <= end;
}
