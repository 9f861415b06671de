// One line of the tape for scripts: its moments, or the line itself when it has none.

import type { TapeLine } from "../../tape/entry.ts";
import type { Moment } from "../../timeline/moment.ts";
import { jsonLine } from "./json_line.ts";
import { safeJson } from "./safe_json.ts";
import { noSuchLine } from "./show_view.ts";
import type { Stage, View } from "./views.ts";

export class ShowJsonView implements View {
  readonly #stage: Stage;
  readonly #number: number;
  #line: TapeLine | undefined;
  #moments = 0;
  #isDone = false;

  constructor(stage: Stage, number: number) {
    this.#stage = stage;
    this.#number = number;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  get isEmpty(): boolean {
    return this.#line === undefined;
  }

  begin(): void {}

  line(line: TapeLine): void {
    if (line.number === this.#number) this.#line = line;
    if (line.number > this.#number) this.#isDone = true;
  }

  receive(moment: Moment): void {
    if (moment.line.number !== this.#number) return;
    this.#moments += 1;
    this.#stage.page.line(jsonLine(moment));
  }

  finish(): void {
    if (this.#line === undefined) throw noSuchLine(this.#number);
    if (this.#moments > 0) return;
    const { number, entry } = this.#line;
    this.#stage.page.line(safeJson({ line: number, ...entry }));
  }
}
