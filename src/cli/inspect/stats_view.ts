// The figures of the moments that fit, for people or for scripts.

import type { TapeHeader } from "../../tape/entry.ts";
import type { Moment } from "../../timeline/moment.ts";
import { Stats } from "../../timeline/stats/stats.ts";
import { statsJson } from "../../timeline/stats/stats_json.ts";
import { statsLines } from "../../view/terminal/stats_lines.ts";
import { printHeading } from "./heading.ts";
import { safeJson } from "./safe_json.ts";
import type { Stage, View } from "./views.ts";

/** What is drawn where there is no terminal is no wider than this. */
const MAX_PLAIN_COLUMNS = 100;

export class StatsView implements View {
  readonly #stage: Stage;
  readonly #json: boolean;
  readonly #stats = new Stats();
  readonly isDone = false;

  constructor(stage: Stage, json: boolean) {
    this.#stage = stage;
    this.#json = json;
  }

  get isEmpty(): boolean {
    return this.#stats.moments === 0;
  }

  begin(header: TapeHeader): void {
    if (!this.#json) printHeading(this.#stage, header);
  }

  /** What is routine counts as well: heartbeats are among the figures. */
  receive(moment: Moment): void {
    if (this.#stage.selector.fits(moment)) this.#stats.moment(moment);
  }

  finish(): void {
    const { page, paint, isTerminal } = this.#stage;
    const columns = isTerminal ? this.#stage.columns : MAX_PLAIN_COLUMNS;
    if (this.#json) page.line(safeJson(statsJson(this.#stats)));
    else page.lines(statsLines(this.#stats, { columns, paint }));
  }
}
