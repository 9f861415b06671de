// Lines that cannot be read: told where they would have stood, or beside the data. The reader finds
// them a batch ahead, so they wait for their turn.

import type { TapeProblem } from "../../tape/problem.ts";
import { counted } from "../../view/terminal/duration.ts";
import { printable } from "../../view/terminal/event_line.ts";
import { paint } from "../colour.ts";
import type { Host } from "../host.ts";
import type { Page } from "./page.ts";
import type { View } from "./views.ts";

/** How many bad lines are told one by one. */
export const MAX_TOLD_PROBLEMS = 20;

export class Problems {
  readonly #view: View;
  readonly #page: Page;
  readonly #host: Host;
  #waiting: TapeProblem[] = [];
  #count = 0;

  constructor(view: View, page: Page, host: Host) {
    this.#view = view;
    this.#page = page;
    this.#host = host;
  }

  get count(): number {
    return this.#count;
  }

  add(problem: TapeProblem): void {
    this.#count += 1;
    if (this.#count <= MAX_TOLD_PROBLEMS) this.#waiting.push(problem);
  }

  /** Tells those that stand before a line. */
  tellBefore(line: number): void {
    if (this.#waiting.length === 0) return;
    const due = this.#waiting.filter((problem) => problem.line < line);
    this.#waiting = this.#waiting.slice(due.length);
    for (const problem of due) this.#tell(problem);
  }

  finish(): void {
    this.tellBefore(Infinity);
  }

  /** How many there were, after all that was shown. */
  total(): void {
    if (this.#count > 0) {
      this.#say(`${counted(this.#count, "line")} of this tape could not be read`);
    }
  }

  #tell(problem: TapeProblem): void {
    if (this.#view.problem !== undefined) {
      this.#view.problem(problem);
      return;
    }
    this.#page.flush();
    this.#say(`Cannot read entry ${problem.line}: ${printable(problem.reason)}`);
  }

  #say(text: string): void {
    this.#host.stderr.write(`${paint(this.#host.stderr, "red", text)}\n`);
  }
}
