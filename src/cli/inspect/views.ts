// What a way of showing a tape is. A view is told every moment; what of it is shown is its business.

import type { TapeHeader, TapeLine } from "../../tape/entry.ts";
import type { TapeProblem } from "../../tape/problem.ts";
import type { Ending } from "../../tape/reader.ts";
import type { Moment } from "../../timeline/moment.ts";
import type { Paint } from "../../view/terminal/paint.ts";
import type { Page } from "./page.ts";
import type { Selector } from "./selector.ts";

/** What a view shows its tape with. */
export interface Stage {
  readonly page: Page;
  readonly selector: Selector;
  readonly columns: number;
  readonly isTerminal: boolean;
  readonly paint: Paint;
  /** What the user calls the tape. */
  readonly name: string;
}

/** How the reading went. */
export interface Outcome {
  readonly ending: Ending;
  /** The last time on the tape, in milliseconds. */
  readonly lastAt: number;
}

export interface View {
  begin(header: TapeHeader): void;
  receive(moment: Moment): void;
  /** Every line, before its moments: some have none. */
  line?(line: TapeLine): void;
  /** A line that cannot be read, where it would have stood. */
  problem?(problem: TapeProblem): void;
  /** Nothing that follows is of interest. */
  readonly isDone: boolean;
  /** Nothing was found to show. */
  readonly isEmpty: boolean;
  finish(outcome: Outcome): void;
}
