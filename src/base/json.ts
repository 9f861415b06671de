// JSON as it came, and the same with binary put back in place (a Value). Parsing never throws;
// printing gives binary a shape of its own that survives a round trip through text.

import { messageOf } from "./errors.ts";
import { toBase64 } from "./bytes.ts";
import { sha256 } from "./hash.ts";

/** A value as JSON has it. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
/** An object as JSON has it. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** JSON in which binary may stand anywhere, as Socket.IO arguments carry it. */
export type Value = null | boolean | number | string | Uint8Array | readonly Value[] | ValueObject;
/** An object with binary in it. */
export type ValueObject = { readonly [key: string]: Value };

export type ParsedJson =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly reason: string };

export function parseJson(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, reason: messageOf(error) };
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Uint8Array);
}

/** A Value as plain JSON: binary becomes `{"$binary":{"bytes","sha256","base64"}}`. */
export function valueToJson(value: Value): JsonValue {
  return isPlainJson(value) ? value : convert(value);
}

/** Most values are: then there is nothing to convert, and nothing is copied. */
function isPlainJson(value: Value): value is JsonValue {
  if (typeof value !== "object" || value === null) return true;
  if (value instanceof Uint8Array) return false;
  if (Array.isArray(value)) return value.every(isPlainJson);
  return Object.values(value).every(isPlainJson);
}

function convert(value: Value): JsonValue {
  if (value instanceof Uint8Array) {
    return {
      $binary: { bytes: value.length, sha256: sha256(value), base64: toBase64(value) },
    };
  }
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as ValueObject);
  return Object.fromEntries(entries.map(([key, item]) => [key, convert(item)]));
}
