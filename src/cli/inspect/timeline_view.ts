// The timeline: a line a moment, and below it what was folded away and the sessions' stories.

import type { TapeHeader } from "../../tape/entry.ts";
import type { TapeProblem } from "../../tape/problem.ts";
import type { Moment } from "../../timeline/moment.ts";
import { SessionStories } from "../../timeline/sessions.ts";
import { cut, printable } from "../../view/terminal/event_line.ts";
import { momentLines } from "../../view/terminal/moment_line.ts";
import { storyLines } from "../../view/terminal/story_line.ts";
import { foldedLines, totalsLine } from "../../view/terminal/tape_lines.ts";
import { printHeading } from "./heading.ts";
import { Nothing } from "./nothing.ts";
import type { Outcome, Stage, View } from "./views.ts";

/** How many sessions are told of below a timeline; `--sessions` tells of all. */
export const MAX_TOLD_STORIES = 20;

export class TimelineView implements View {
  readonly #stage: Stage;
  readonly #stories = new SessionStories();
  readonly #nothing: Nothing;
  #before: number | undefined;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#nothing = new Nothing(stage.selector);
  }

  get isDone(): boolean {
    return this.#stage.selector.isDone;
  }

  get isEmpty(): boolean {
    return this.#stage.selector.shown === 0;
  }

  begin(header: TapeHeader): void {
    printHeading(this.#stage, header);
  }

  receive(moment: Moment): void {
    this.#stories.receive(moment);
    this.#nothing.receive(moment);
    const { page, columns, paint, selector } = this.#stage;
    const { layer } = selector;
    for (const shown of selector.receive(moment)) {
      const before = this.#before;
      page.lines(momentLines(shown, {
        columns,
        paint,
        ...(layer === undefined ? {} : { layer }),
        ...(before === undefined ? {} : { before }),
      }));
      this.#before = shown.at;
    }
  }

  problem({ line, reason }: TapeProblem): void {
    const { page, columns, paint } = this.#stage;
    const text = `${`#${line}`.padStart(6)} cannot be read: ${reason}`;
    page.line(paint("red", cut(printable(text), columns)));
  }

  finish({ ending, lastAt }: Outcome): void {
    const { page, columns, paint, selector } = this.#stage;
    if (selector.shown === 0) {
      page.line(paint("dim", cut(this.#nothing.reason(ending.state !== "unread"), columns)));
    }
    page.line("");
    page.lines(foldedLines(selector.folded, columns, paint));
    // What was not read to its end has no stories yet, and no totals.
    if (ending.state === "unread") {
      page.line(paint("dim", "the rest of the tape was not read"));
      return;
    }
    const stories = this.#stories.stories();
    // All plain HTTP is told in one line.
    const talks = stories.filter(({ kind }) => kind !== "http");
    const told = talks.slice(0, MAX_TOLD_STORIES);
    const others = stories.filter(({ kind }) => kind === "http");
    page.lines(storyLines([...told, ...others], { columns, paint }));
    const left = this.#stories.left + talks.length - told.length;
    if (left > 0) page.line(paint("dim", `and ${left} more (--sessions shows them)`));
    page.line(paint("dim", totalsLine(ending.entries, lastAt, selector.shown)));
  }
}
