// Only the sessions' stories, of the moments that fit.

import type { TapeHeader } from "../../tape/entry.ts";
import type { Moment } from "../../timeline/moment.ts";
import { SessionStories } from "../../timeline/sessions.ts";
import { storyLines } from "../../view/terminal/story_line.ts";
import { printHeading } from "./heading.ts";
import { safeJson } from "./safe_json.ts";
import type { Stage, View } from "./views.ts";

export class SessionsView implements View {
  readonly #stage: Stage;
  readonly #json: boolean;
  readonly #stories = new SessionStories();
  readonly isDone = false;

  constructor(stage: Stage, json: boolean) {
    this.#stage = stage;
    this.#json = json;
  }

  get isEmpty(): boolean {
    return this.#stories.stories().length === 0;
  }

  begin(header: TapeHeader): void {
    if (!this.#json) printHeading(this.#stage, header);
  }

  receive(moment: Moment): void {
    if (this.#stage.selector.fits(moment)) this.#stories.receive(moment);
  }

  finish(): void {
    const { page, columns, paint } = this.#stage;
    const stories = this.#stories.stories();
    if (this.#json) {
      page.lines(stories.map(safeJson));
      return;
    }
    page.lines(storyLines(stories, { columns, paint }));
    if (stories.length === 0) page.line(paint("dim", "no session"));
    if (this.#stories.left > 0) page.line(`and ${this.#stories.left} more`);
  }
}
