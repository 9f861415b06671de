// Hashes, synchronous so that pure code can call them.

import { createHash, createHmac } from "node:crypto";

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The first 8 hex digits of a keyed hash: enough to see that two secrets are equal. */
export function shortKeyedHash(key: Uint8Array, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex").slice(0, 8);
}
