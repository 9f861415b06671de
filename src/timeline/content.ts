// The content of an entry and back: text stays text, binary stands as base64.

import type { Payload } from "../base/bytes.ts";
import { fromBase64, toBase64 } from "../base/bytes.ts";
import type { Content } from "../tape/entry.ts";

/** How a payload stands on a tape. */
export function contentOf(data: Payload): Content {
  return typeof data === "string" ? { text: data } : { base64: toBase64(data) };
}

/** What an entry carries. Base64 that is none is taken as the text that it is. */
export function payloadOf(content: Content): Payload {
  if (content.base64 === undefined) return content.text ?? "";
  return fromBase64(content.base64) ?? content.base64;
}
