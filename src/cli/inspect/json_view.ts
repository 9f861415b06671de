// One JSON object a moment, for scripts.

import type { Moment } from "../../timeline/moment.ts";
import { jsonLine } from "./json_line.ts";
import type { Stage, View } from "./views.ts";

export class JsonView implements View {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  get isDone(): boolean {
    return this.#stage.selector.isDone;
  }

  get isEmpty(): boolean {
    return this.#stage.selector.shown === 0;
  }

  begin(): void {}

  receive(moment: Moment): void {
    const { page, selector } = this.#stage;
    for (const shown of selector.receive(moment)) page.line(jsonLine(shown));
  }

  finish(): void {}
}
