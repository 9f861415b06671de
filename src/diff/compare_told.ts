// Values as differences tell them: binary by its length and its hash, never by its bytes.

import type { Value, ValueObject } from "../base/json.ts";
import { sha256 } from "../base/hash.ts";

/** The value itself when there is no binary in it. */
export function toldValue(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) {
    return { $binary: { bytes: value.length, sha256: sha256(value) } };
  }
  if (Array.isArray(value)) {
    const items = value.map(toldValue);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const object = value as ValueObject;
  const fields = Object.entries(object).map(([key, item]) => [key, toldValue(item)] as const);
  return fields.every(([key, item]) => item === object[key]) ? value : Object.fromEntries(fields);
}
