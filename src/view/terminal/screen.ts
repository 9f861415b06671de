// Lines on their way to somebody who may not be reading: a pager, a slow pipe, a terminal that was
// stopped. They wait in a bounded queue; what does not fit is counted, and nobody waits for them.

/** How many lines wait for a reader. */
export const MAX_WAITING_LINES = 200;

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

  /** Everything that waits has been read, or nobody reads any more. */
  async settled(): Promise<void> {
    await this.#draining;
  }

  async #drain(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const lines = this.#waiting;
        if (this.#left > 0) lines.push(`${" ".repeat(13)}+${this.#left} more`);
        this.#waiting = [];
        this.#left = 0;
        await this.#send(lines.map((line) => `${line}\n`).join(""));
      }
    } catch {
      this.#gone = true;
      this.#waiting = [];
    }
    this.#draining = undefined;
  }
}
