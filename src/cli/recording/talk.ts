// Where a recording speaks: events on stdout, where a slow reader holds nobody up; everything else
// on stderr; and, where both are the same terminal, a status line that keeps out of their way.

import { ERASE_LINE, Screen } from "../../view/terminal/screen.ts";
import { cut } from "../../view/terminal/event_line.ts";
import { paint } from "../colour.ts";
import type { Host } from "../host.ts";
import { wrapWords } from "./wrap.ts";

/** The longest line that is printed where there is no terminal. */
const MAX_PLAIN_COLUMNS = 1000;

/** How many lines on stderr wait for their reader: a summary has room in it. */
const MAX_WORDS = 1000;

/** How long the end waits for somebody to read the last lines. */
const READER_MILLISECONDS = 500;

/** How often the status line is written anew. */
const STATUS_MILLISECONDS = 500;

export interface TalkOptions {
  readonly host: Host;
  /** Nothing live is shown. */
  readonly quiet: boolean;
}

/** Between the parts of the status line. */
const SEPARATOR = "  ·  ";

export class Talk {
  readonly #host: Host;
  readonly #events: Screen;
  readonly #words: Screen;
  #hasStatus: boolean;
  /** Whether there is anybody to show events to. */
  readonly shows: boolean;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor({ host, quiet }: TalkOptions) {
    this.#host = host;
    this.#events = new Screen({ send: (text) => host.stdout.send(text) });
    this.#words = new Screen({ send: (text) => host.stderr.send(text), waitingLines: MAX_WORDS });
    this.shows = !quiet;
    this.#hasStatus = !quiet && host.stdout.isTerminal;
  }

  /** How long a line may be. */
  get columns(): number {
    return this.#host.stdout.isTerminal ? this.#host.stdout.columns : MAX_PLAIN_COLUMNS;
  }

  /** A line of data, on stdout; lost when nobody keeps up. */
  show(line: string): void {
    this.#events.print(line);
  }

  /** A line that matters, on stderr. It waits for whoever reads, and nothing else does. */
  tell(line: string): void {
    const { isTerminal, columns } = this.#host.stderr;
    const erased = this.#hasStatus && isTerminal ? ERASE_LINE : "";
    const lines = isTerminal ? wrapWords(line, columns) : [line];
    this.#words.print(`${erased}${lines.join("\n")}`);
  }

  /** Keeps a status line up to date until the end; what does not fit is left out from the right. */
  keepStatus(parts: () => readonly string[]): void {
    if (!this.#hasStatus) return;
    this.#timer = setInterval(() => {
      const text = fitting(parts(), this.#host.stdout.columns - 1);
      this.#events.setStatus(paint(this.#host.stdout, "dim", text));
    }, STATUS_MILLISECONDS);
  }

  /** Takes the status line away. */
  endStatus(): void {
    clearInterval(this.#timer);
    this.#events.setStatus("");
    this.#hasStatus = false;
  }

  /** The end: waits a little for whoever reads. */
  async finish(): Promise<void> {
    this.endStatus();
    const patience = Promise.withResolvers<void>();
    const timer = setTimeout(patience.resolve, READER_MILLISECONDS);
    await Promise.race([
      Promise.all([this.#events.settled(), this.#words.settled()]),
      patience.promise,
    ]);
    clearTimeout(timer);
  }
}

function fitting(parts: readonly string[], columns: number): string {
  const [first = "", ...others] = parts;
  let text = cut(first, columns);
  for (const part of others) {
    if (text.length + SEPARATOR.length + part.length > columns) break;
    text += `${SEPARATOR}${part}`;
  }
  return text;
}
