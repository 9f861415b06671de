// Chance as a parameter. Everything that needs a fresh id or key is handed a Random; only the
// system's, here, asks the system.

import { toHex } from "./bytes.ts";

export interface Random {
  /** So many bytes that nobody can guess. */
  bytes(length: number): Uint8Array;
}

export const systemRandom: Random = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};

/** A random id is this many bytes long, 2 hex digits each. */
export const ID_BYTES = 8;

/** A fresh id, for a tape say: 16 hex digits. */
export function randomId(random: Random): string {
  return toHex(random.bytes(ID_BYTES));
}
