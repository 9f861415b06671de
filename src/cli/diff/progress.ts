// How far the reading of large tapes has come: one line on stderr, which goes away again; nothing
// where that is no terminal.

import type { Clock } from "../../base/clock.ts";
import { cut, printable } from "../../view/terminal/event_line.ts";
import { ERASE_LINE } from "../../view/terminal/screen.ts";
import type { Output } from "../host.ts";

/** Nobody needs to be told of less, in milliseconds. */
const PATIENCE = 500;

/** Between two looks at the line, in milliseconds. */
const PAUSE = 100;

export class Progress implements Disposable {
  readonly #output: Output;
  readonly #clock: Clock;
  #next = PATIENCE;
  #isShown = false;

  constructor(output: Output, clock: Clock) {
    this.#output = output;
    this.#clock = clock;
  }

  readonly tell = ({ name, lines }: { readonly name: string; readonly lines: number }): void => {
    const now = this.#clock.now();
    if (!this.#output.isTerminal || now < this.#next) return;
    this.#next = now + PAUSE;
    this.#isShown = true;
    const text = `reading ${printable(name)}: ${lines.toLocaleString("en-US")} lines`;
    this.#output.write(`${ERASE_LINE}${cut(text, this.#output.columns - 1)}`);
  };

  [Symbol.dispose](): void {
    if (this.#isShown) this.#output.write(ERASE_LINE);
    this.#isShown = false;
  }
}
