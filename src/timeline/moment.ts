// A moment: one thing that happened, in its place on the tape. What `inspect` prints, filters and
// measures, and what others compare: a meaning (Decoded) with its line, its time and its answer.

import type { Side } from "../base/side.ts";
import type { Decoded } from "../protocols/protocol.ts";
import type { Entry, TapeLine } from "../tape/entry.ts";

/** How deep a moment goes: bytes and HTTP, Engine.IO packets, Socket.IO packets, events. */
export type Layer = "wire" | "engine" | "socket" | "event";

/** The outermost first. */
export const LAYERS: readonly Layer[] = ["wire", "engine", "socket", "event"];

/** What an acknowledgement answers. */
export interface Answer {
  /** The line of the event that asked, and which of its moments it was. */
  readonly line: number;
  readonly part: number;
  readonly ackId: number;
  /** The name of that event. */
  readonly name: string;
  /** Milliseconds from the one to the other. */
  readonly latency: number;
}

export interface Moment {
  /** The line that carried it, with its entry. */
  readonly line: TapeLine;
  /** A polling body carries several: 0, 1, … */
  readonly part: number;
  /** Milliseconds since the start. */
  readonly at: number;
  /** The innermost layer that was read. A mark, a note or a log line is of the wire. */
  readonly layer: Layer;
  /** Short and for people: `EVENT location:track`, `ping`, `GET /index.html`, `mark 1`. */
  readonly label: string;
  readonly conn?: number;
  readonly from?: Side;
  /** What the traffic meant; absent where there was none (open, close, mark, note, log). */
  readonly decoded?: Decoded;
  /** Bytes of the content, coding and framing taken off; of a polling body its packet's share. */
  readonly size: number;
  /** Heartbeats, probes, noops and the requests that only carry others: folded away by default. */
  readonly isRoutine: boolean;
  /** It answers an event that came before. */
  readonly answers?: Answer;
}

/**
 * A line that a cut kept for what follows it to make sense (`"context":true`).
 * Its `at` says where the cut begins, not when it happened: it is no measure of anything.
 */
export function isContext(entry: Entry): boolean {
  return entry.context === true;
}
