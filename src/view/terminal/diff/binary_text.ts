// Binary as a comparison shows it: its size and the beginning of its hash, since two that differ are
// often of one size.

import { sha256 } from "../../../base/hash.ts";
import type { Value, ValueObject } from "../../../base/json.ts";
import { MAX_JSON_DEPTH } from "../../../base/json_depth.ts";

/** So many digits of a hash tell two apart. */
const DIGITS = 8;

/** The same with what `formatArgs()` shows as `<sha256 2cf24dba, 5 bytes>` in the place of binary. */
export function withHashes(value: Value, depth = 0): Value {
  if (typeof value !== "object" || value === null || depth > MAX_JSON_DEPTH) return value;
  if (value instanceof Uint8Array) return hashed(value.length, sha256(value));
  if (Array.isArray(value)) return value.map((item: Value) => withHashes(item, depth + 1));
  const object = value as ValueObject;
  const told = toldBinary(object);
  if (told !== undefined) return told;
  const entries = Object.entries(object);
  return Object.fromEntries(entries.map(([key, item]) => [key, withHashes(item, depth + 1)]));
}

function hashed(bytes: number, hash: string): Value {
  return { $binary: { bytes: `sha256 ${hash.slice(0, DIGITS)}, ${bytes}` } };
}

/** Binary as differences and tapes have it: `{"$binary":{"bytes":5,"sha256":"…"}}`. */
function toldBinary({ $binary: binary }: ValueObject): Value | undefined {
  if (typeof binary !== "object" || binary === null || !("bytes" in binary)) return undefined;
  const { bytes, sha256: hash } = binary;
  return typeof bytes === "number" && typeof hash === "string" ? hashed(bytes, hash) : undefined;
}
