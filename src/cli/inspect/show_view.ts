// One entry in full. What it has to do with others stands before and after it, so a bounded stretch
// of the tape on both sides is kept.

import type { TapeHeader, TapeLine } from "../../tape/entry.ts";
import type { Moment } from "../../timeline/moment.ts";
import { showLines } from "../../view/terminal/show.ts";
import type { Stage, View } from "./views.ts";

/** How many moments before and after the entry are looked at. */
export const MAX_NEIGHBOURS = 2000;

/** How many bytes of content those before it may have together. */
export const MAX_NEIGHBOUR_BYTES = 32 * 1024 * 1024;

/** How many connections' requests are remembered, however long ago they were. */
const MAX_REQUESTS = 1000;

export class ShowView implements View {
  readonly #stage: Stage;
  readonly #number: number;
  readonly #full: boolean;
  readonly #before: Moment[] = [];
  readonly #requests = new Map<number, Moment>();
  readonly #moments: Moment[] = [];
  readonly #after: Moment[] = [];
  #bytes = 0;
  #header: TapeHeader | undefined;
  #line: TapeLine | undefined;

  constructor(stage: Stage, number: number, full: boolean) {
    this.#stage = stage;
    this.#number = number;
    this.#full = full;
  }

  get isDone(): boolean {
    return this.#after.length >= MAX_NEIGHBOURS;
  }

  get isEmpty(): boolean {
    return this.#line === undefined;
  }

  begin(header: TapeHeader): void {
    this.#header = header;
  }

  line(line: TapeLine): void {
    if (line.number === this.#number) this.#line = line;
  }

  receive(moment: Moment): void {
    const { number } = moment.line;
    if (number > this.#number) {
      if (!this.isDone) this.#after.push(moment);
    } else if (number === this.#number) {
      this.#moments.push(moment);
    } else {
      this.#remember(moment);
    }
  }

  finish(): void {
    const { page, columns, paint, isTerminal } = this.#stage;
    if (this.#line === undefined || this.#header === undefined) {
      throw noSuchLine(this.#number);
    }
    const near = new Set(this.#before);
    const input = {
      line: this.#line,
      header: this.#header,
      moments: this.#moments,
      before: [...[...this.#requests.values()].filter((old) => !near.has(old)), ...this.#before],
      after: this.#after,
      full: this.#full,
      paint,
    };
    page.lines(showLines(input, isTerminal ? columns : MAX_PLAIN_COLUMNS));
  }

  #remember(moment: Moment): void {
    const { line, conn } = moment;
    if (conn !== undefined && line.entry.kind === "request") {
      this.#requests.delete(conn);
      this.#requests.set(conn, moment);
      const [oldest] = this.#requests.keys();
      if (this.#requests.size > MAX_REQUESTS && oldest !== undefined) {
        this.#requests.delete(oldest);
      }
    }
    this.#before.push(moment);
    this.#bytes += moment.size;
    while (this.#before.length > MAX_NEIGHBOURS || this.#bytes > MAX_NEIGHBOUR_BYTES) {
      const oldest = this.#before.shift();
      if (oldest === undefined) return;
      this.#bytes -= oldest.size;
    }
  }
}

export function noSuchLine(number: number): Error {
  const reason = number === 1 ? "line 1 is the tape's header" : "the tape has no such line";
  return new Error(`Cannot show entry ${number}: ${reason}`);
}

/** A page for reading is no wider than this where there is no terminal. */
const MAX_PLAIN_COLUMNS = 100;
