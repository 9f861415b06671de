// A hiding place: an entry, the secrets in it, and what must still be readable afterwards.

import { encodeUtf8, toBase64 } from "../../../src/base/bytes.ts";
import type { Entry } from "../../../src/tape/entry.ts";
import { AWKWARD, pack, SECRET } from "./fakes.ts";

export interface Place {
  readonly name: string;
  readonly entry: Entry;
  readonly secrets: readonly string[];
  readonly stays: readonly string[];
}

export function place(
  name: string,
  entry: Entry,
  secrets: string | readonly string[],
  ...stays: readonly string[]
): Place {
  return { name, entry, secrets: typeof secrets === "string" ? [secrets] : secrets, stays };
}

/** What the places hide: as JSON, MessagePack and base64. */
export const LOGIN = JSON.stringify({ user: "bob", password: AWKWARD });
export const PACKED = pack({ type: 2, data: ["login", { token: SECRET, room: "r1" }], nsp: "/" });
export const BASE64 = toBase64(encodeUtf8(`{"room":"r1","token":"${SECRET}","x":1}`));
