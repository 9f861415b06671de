// What a value looks like without what it says: keys and types. Two recordings of a live system have
// their shapes in common, and nothing else.

import type { Value, ValueObject } from "../base/json.ts";
import { MAX_JSON_DEPTH } from "../base/json_depth.ts";
import { hashShape } from "./hash_value.ts";

/** What stands for what in the text of a shape. */
const NULL = "0";
const BOOLEAN = "b";
const NUMBER = "n";
const TEXT = "s";
const BINARY = "x";
const TOO_DEEP = "…";

const PLAIN_KEY = /^[\p{L}\p{N}_$-]+$/u;

/**
 * `{lat:n,room:s,tags:[n|s]}`: the same for what has the same keys and types. Of a list only counts
 * which shapes its items have, not how many there are.
 */
export function shapeOf(value: Value): string {
  return textOf(value, 0);
}

function textOf(value: Value, depth: number): string {
  switch (typeof value) {
    case "string":
      return TEXT;
    case "number":
      return NUMBER;
    case "boolean":
      return BOOLEAN;
  }
  if (value === null) return NULL;
  if (depth > MAX_JSON_DEPTH) return TOO_DEEP;
  if (value instanceof Uint8Array) return BINARY;
  if (Array.isArray(value)) {
    const shapes = new Set<string>();
    for (const item of value) shapes.add(textOf(item, depth + 1));
    return `[${[...shapes].sort().join("|")}]`;
  }
  const object = value as ValueObject;
  const fields = Object.keys(object).sort().map((key) => {
    const name = PLAIN_KEY.test(key) ? key : JSON.stringify(key);
    return `${name}:${textOf(object[key] ?? null, depth + 1)}`;
  });
  return `{${fields.join(",")}}`;
}

/** Gives every shape a number, counted from 0. A shape is only spelled out when it is asked for. */
export class Shapes {
  readonly #ids = new Map<number, number>();
  /** The first value of each shape. */
  readonly #examples: Value[] = [];

  idOf(value: Value): number {
    const hash = hashShape(value);
    const known = this.#ids.get(hash);
    if (known !== undefined) return known;
    const id = this.#examples.length;
    this.#ids.set(hash, id);
    this.#examples.push(value);
    return id;
  }

  /** What `shapeOf()` says of all values with this number. */
  nameOf(id: number): string {
    const example = this.#examples[id];
    if (example === undefined) throw new RangeError(`There is no shape ${id}`);
    return shapeOf(example);
  }
}
