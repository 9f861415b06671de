// How many bytes of content a line carried, and a packet's share of a polling body.

import { base64Length, type Payload, utf8Length } from "../base/bytes.ts";
import type { Decoded } from "../protocols/protocol.ts";
import type { Entry } from "../tape/entry.ts";

/** Bytes of the content, coding and framing taken off. `data` is what the line carried, if any. */
export function sizeOf(entry: Entry, data: Payload | undefined): number {
  if (data !== undefined) return byteLength(data);
  switch (entry.kind) {
    case "control":
    case "bytes":
      return entry.text === undefined ? base64Length(entry.base64 ?? "") : utf8Length(entry.text);
    default:
      return 0;
  }
}

/** A packet's own bytes, as a WebSocket would carry it; the whole when it is none of Engine.IO's. */
export function shareOf({ packets: [outer] }: Decoded, whole: number): number {
  if (outer?.protocol !== "engine.io" || !("data" in outer)) return whole;
  const { data, type } = outer;
  if (data instanceof Uint8Array) return data.length;
  if (typeof data !== "string") return whole;
  return utf8Length(data) + (type === "unknown" ? 0 : TYPE_BYTES);
}

/** Of a packet's type, a digit. */
const TYPE_BYTES = 1;

function byteLength(data: Payload): number {
  return typeof data === "string" ? utf8Length(data) : data.length;
}
