// Hashes, synchronous so that pure code can call them.

import { createHash } from "node:crypto";

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * The first 8 hex digits of a keyed hash: enough to see that two secrets are equal. The key goes
 * before the text; that a plain hash can be extended does not matter for so short a part of it, and
 * an HMAC takes ten times as long.
 */
export function shortKeyedHash(key: Uint8Array, text: string): string {
  return createHash("sha256").update(key).update(text).digest("hex").slice(0, 8);
}
