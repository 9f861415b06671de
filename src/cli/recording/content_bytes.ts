// How many bytes of content an entry has or tells of, coding and framing taken off.

import { base64Length, utf8Length } from "../../base/bytes.ts";
import type { Content } from "../../tape/entry.ts";

interface Omitted {
  /** The body was not kept. */
  readonly omitted?: true;
}

export function contentBytes(
  { text, base64 = "", omitted, wireBytes = 0 }: Content & Omitted,
): number {
  if (omitted === true) return wireBytes;
  if (text !== undefined) return utf8Length(text);
  return base64Length(base64);
}
