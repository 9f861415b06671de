// Lines on their way to somebody who may not be reading: a pager, a slow pipe, a terminal that was
// stopped. They wait in a bounded queue; what does not fit is counted, and nobody waits for them. On
// a terminal a status line stays below them.

/** How many lines wait for a reader. */
export const MAX_WAITING_LINES = 200;

/** Back to the line's beginning, and nothing stands on it any more (ECMA-48, EL). */
export const ERASE_LINE = "\r\x1b[K";

export interface ScreenOptions {
  /** Writes the text; done when it was taken, fails when nobody will ever read it. */
  readonly send: (text: string) => Promise<void>;
  readonly waitingLines?: number;
}

export class Screen {
  readonly #send: (text: string) => Promise<void>;
  readonly #limit: number;
  #waiting: string[] = [];
  #left = 0;
  #status = "";
  #shownStatus = "";
  /** Ends when nothing waits any more. */
  #draining: Promise<void> | undefined;
  #gone = false;

  constructor(options: ScreenOptions) {
    this.#send = options.send;
    this.#limit = options.waitingLines ?? MAX_WAITING_LINES;
  }

  /** Returns at once. */
  print(line: string): void {
    if (this.#gone) return;
    if (this.#waiting.length >= this.#limit) {
      this.#left += 1;
      return;
    }
    this.#waiting.push(line);
    this.#draining ??= this.#drain();
  }

  /** What stands below the lines from now on, without a line's end; empty for nothing. */
  setStatus(text: string): void {
    if (text === this.#status) return;
    this.#status = text;
    if (this.#gone || this.#draining !== undefined) return;
    this.#draining = this.#drain();
  }

  /** Everything that waits has been read, or nobody reads any more. */
  async settled(): Promise<void> {
    await this.#draining;
  }

  async #drain(): Promise<void> {
    try {
      while (this.#waiting.length > 0 || this.#status !== this.#shownStatus) {
        await this.#send(this.#takeText());
      }
    } catch {
      this.#gone = true;
      this.#waiting = [];
    }
    this.#draining = undefined;
  }

  #takeText(): string {
    const lines = this.#waiting;
    if (this.#left > 0) lines.push(`${" ".repeat(13)}+${this.#left} more`);
    this.#waiting = [];
    this.#left = 0;
    const erased = this.#shownStatus === "" ? "" : ERASE_LINE;
    this.#shownStatus = this.#status;
    return `${erased}${lines.map((line) => `${line}\n`).join("")}${this.#status}`;
  }
}
