// What the page of one entry is made from: its line, what it meant, and its neighbours on the tape.

import type { TapeHeader, TapeLine } from "../../../tape/entry.ts";
import type { Moment } from "../../../timeline/moment.ts";
import type { Paint } from "../paint.ts";

export interface ShowInput {
  readonly line: TapeLine;
  /** What the line's traffic meant, in the order of its parts; derived lines have none. */
  readonly moments: readonly Moment[];
  /** Moments of lines before it, in order; the nearest of them are what matters. */
  readonly before: readonly Moment[];
  /** Moments of lines after it, in order: the look ahead. */
  readonly after: readonly Moment[];
  /** Says when by the clock on the wall. */
  readonly header?: TapeHeader;
  /** Nothing is cut. */
  readonly full?: boolean;
  readonly paint?: Paint;
}

/** What the parts of the page are drawn with. */
export interface Drawing {
  readonly columns: number;
  readonly paint: Paint;
  readonly full: boolean;
}
