// Session ids that look like those of a stock server (engine.io, `base64id`).

import { Buffer } from "node:buffer";
import type { Random } from "../../base/random.ts";

const SID_BYTES = 15;

/** 20 characters of base64url. */
export function stockSid(random: Random): string {
  return Buffer.from(random.bytes(SID_BYTES)).toString("base64url");
}
