// A bounded feed of lines: what comes faster than eyes can read is counted, not printed, so that the
// screen never slows the wire.

/** How many lines a second are printed. */
export const MAX_LINES_A_SECOND = 20;

export interface LineFeedOptions {
  readonly print: (line: string) => void;
  readonly linesASecond?: number;
}

/** Offered every line with its time in milliseconds; prints some of them. */
export class LineFeed {
  readonly #print: (line: string) => void;
  readonly #limit: number;
  #second = -1;
  #printed = 0;
  #left = 0;

  constructor(options: LineFeedOptions) {
    this.#print = options.print;
    this.#limit = options.linesASecond ?? MAX_LINES_A_SECOND;
  }

  /** `line` makes the text only when it will be printed. */
  offer(at: number, line: () => string): void {
    const second = Math.floor(at / 1000);
    if (second !== this.#second) {
      this.flush();
      this.#second = second;
      this.#printed = 0;
    }
    if (this.#printed < this.#limit) {
      this.#printed += 1;
      this.#print(line());
    } else {
      this.#left += 1;
    }
  }

  /** Says how many lines were left out since it last said so. */
  flush(): void {
    if (this.#left > 0) this.#print(`${" ".repeat(13)}+${this.#left} more`);
    this.#left = 0;
  }
}
