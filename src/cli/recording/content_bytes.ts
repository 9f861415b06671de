// How many bytes of content an entry has or tells of, coding and framing taken off.

import { utf8Length } from "../../base/bytes.ts";
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
  // By its end alone: it may be megabytes, and the wire waits.
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  return Math.floor(((base64.length - padding) * 3) / 4);
}
