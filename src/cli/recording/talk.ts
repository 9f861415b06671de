// Where a recording speaks: events on stdout, where a slow reader holds nobody up; everything else
// on stderr; and, where both are the same terminal, a status line that keeps out of their way.

import { ERASE_LINE, Screen } from "../../view/terminal/screen.ts";
import { cut } from "../../view/terminal/event_line.ts";
import { paint } from "../colour.ts";
import type { Host } from "../host.ts";

/** The longest line that is printed where there is no terminal. */
const MAX_PLAIN_COLUMNS = 1000;

/** How long the end waits for somebody to read the last lines. */
const READER_MILLISECONDS = 500;

/** How often the status line is written anew. */
const STATUS_MILLISECONDS = 500;

export interface TalkOptions {
  readonly host: Host;
  /** Nothing live is shown. */
  readonly quiet: boolean;
}

export class Talk {
  readonly #host: Host;
  readonly #screen: Screen;
  #hasStatus: boolean;
  /** Whether there is anybody to show events to. */
  readonly shows: boolean;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor({ host, quiet }: TalkOptions) {
    this.#host = host;
    this.#screen = new Screen({ send: (text) => host.stdout.send(text) });
    this.shows = !quiet;
    this.#hasStatus = !quiet && host.stdout.isTerminal;
  }

  /** How long a line may be. */
  get columns(): number {
    return this.#host.stdout.isTerminal ? this.#host.stdout.columns : MAX_PLAIN_COLUMNS;
  }

  /** A line about the traffic; lost when nobody keeps up. */
  show(line: string): void {
    this.#screen.print(line);
  }

  /** A line that matters. */
  tell(line: string): void {
    const erased = this.#hasStatus && this.#host.stderr.isTerminal ? ERASE_LINE : "";
    this.#host.stderr.write(`${erased}${line}\n`);
  }

  /** Keeps a status line up to date until the end. */
  keepStatus(status: () => string): void {
    if (!this.#hasStatus) return;
    this.#timer = setInterval(() => {
      const text = cut(status(), this.#host.stdout.columns - 1);
      this.#screen.setStatus(paint(this.#host.stdout, "dim", text));
    }, STATUS_MILLISECONDS);
  }

  /** Takes the status line away, and waits a little for whoever reads. */
  async finish(): Promise<void> {
    clearInterval(this.#timer);
    this.#screen.setStatus("");
    const patience = Promise.withResolvers<void>();
    const timer = setTimeout(patience.resolve, READER_MILLISECONDS);
    await Promise.race([this.#screen.settled(), patience.promise]);
    clearTimeout(timer);
    this.#hasStatus = false;
  }
}
