// Takes content codings off a whole body (RFC 9110, section 8.4). What does not decode, or would
// grow over the limit, stays as it is: the reason is said instead.

import { messageOf } from "../base/errors.ts";
import * as zlib from "node:zlib";
import { MAX_CONTENT_CODINGS } from "./limits.ts";

export type Decoding =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly reason: string };

type Inflate = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;

const CODINGS: ReadonlyMap<string, Inflate> = new Map<string, Inflate>([
  ["gzip", zlib.gunzipSync],
  ["x-gzip", zlib.gunzipSync],
  ["deflate", inflateEither],
  ["br", believing(zlib.brotliDecompressSync)],
  ["zstd", zstdInflate()],
]);

/** `codings` are in the order in which they were put on. */
export function takeOffCodings(
  body: Uint8Array,
  codings: readonly string[],
  most: number,
): Decoding {
  if (codings.length > MAX_CONTENT_CODINGS) {
    return { ok: false, reason: `${codings.length} codings lie over each other` };
  }
  let bytes = body;
  for (const coding of codings.toReversed()) {
    const inflate = CODINGS.get(coding);
    if (inflate === undefined) return { ok: false, reason: `"${coding}" is not known` };
    try {
      bytes = inflate(bytes, { maxOutputLength: most });
    } catch (error) {
      const reason = messageOf(error);
      return { ok: false, reason: `${coding}: ${reason}` };
    }
  }
  return { ok: true, bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

/** "deflate" is the zlib format; some peers send raw deflate (RFC 9110, section 8.4.1.2). */
function inflateEither(
  bytes: Uint8Array,
  options: { readonly maxOutputLength: number },
): Uint8Array {
  const isZlib = bytes.length >= 2 && ((bytes[0] ?? 0) & 0x0f) === 8 &&
    (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) % 31 === 0;
  return isZlib ? zlib.inflateSync(bytes, options) : zlib.inflateRawSync(bytes, options);
}

/** Deno's brotli and zstd answer broken input with nothing at all, which is not believed. */
function believing(inflate: Inflate): Inflate {
  return (bytes, options) => {
    const inflated = inflate(bytes, options);
    if (inflated.length === 0) throw new Error("nothing came out");
    return inflated;
  };
}

/** Node before 22.15 has no zstd. */
function zstdInflate(): Inflate {
  if ("zstdDecompressSync" in zlib) return believing(zlib.zstdDecompressSync);
  return () => {
    throw new Error("this runtime cannot inflate it");
  };
}
