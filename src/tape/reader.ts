// Reads a tape from bytes, as a stream: memory does not grow with its size. The header is read at
// once, the lines as they are asked for. A bad line is an error, or goes to whoever collects them;
// a torn last line (one without its `\n`, even if it parses) is neither an error nor data.

import type { EndEntry, Tape, TapeHeader, TapeLine } from "./entry.ts";
import { parseHeader } from "./header.ts";
import { LineIterator } from "./line_iterator.ts";
import { type LineRun, LineRuns, type TapeSource } from "./line_runs.ts";
import type { LineSplitterOptions, RawLine } from "./lines.ts";
import { migrateEntry, type Migration } from "./migrate.ts";
import { describeNonTape } from "./not_a_tape.ts";
import { checkEntry, type ParsedLine, parseEntry, parseObject } from "./parse_entry.ts";
import { TapeError, type TapeProblem } from "./problem.ts";

/** The longest header that is looked for: what has no line break by then is no tape. */
export const MAX_HEADER_BYTES = 1024 * 1024;

/** How to read a tape. */
export interface ReadTapeOptions extends LineSplitterOptions {
  /** Is told of each bad line, which is then left out. Without it the first one is thrown. */
  readonly onProblem?: (problem: TapeProblem) => void;
  /** Steps from older formats. */
  readonly migrations?: readonly Migration[];
  /**
   * Asked about every line behind the header, in order: what it says no to is counted, and neither
   * parsed nor checked nor given out.
   */
  readonly mayMatch?: (line: string) => boolean;
}

/** How a tape ended, and how many entries were read, `end` not counted. */
export type Ending =
  /** It was not read to its end. */
  | { readonly state: "unread" }
  | { readonly state: "whole"; readonly entries: number; readonly end: EndEntry }
  /** Its last line is no `end`: the recorder was killed, or the disk was full. */
  | { readonly state: "cut-short"; readonly entries: number }
  /** Its last line, of so many bytes, has no line break. */
  | {
    readonly state: "torn";
    readonly entries: number;
    readonly line: number;
    readonly bytes: number;
  };

/** A tape that is read from bytes. Its lines can be gone through once, by `lines` or `batches`. */
export interface StoredTape extends Tape, AsyncDisposable {
  /** The lines, as many at once as came in at once: for whoever is in a hurry. */
  readonly batches: AsyncIterable<readonly TapeLine[]>;
  /** How it ended, once its lines have been read. */
  ending(): Ending;
}

/** What one run holds; without an `onProblem` nothing after its first problem. */
interface ParsedRun {
  readonly lines: readonly TapeLine[];
  readonly problem?: TapeProblem;
}

/** A header, and what else came with it. */
interface Opening {
  readonly header: TapeHeader;
  readonly steps: readonly Migration[];
  /** The lines of its run that follow it. */
  readonly rest: LineRun;
}

/**
 * Reads the header and gives the tape; throws a TapeError when there is none that can be read. The
 * source is let go at the end of the lines; who does not go through them disposes of the tape.
 */
export async function readTape(
  source: TapeSource,
  options: ReadTapeOptions = {},
): Promise<StoredTape> {
  const runs = new LineRuns(source, options);
  try {
    return new TapeReader(await readOpening(runs, options.migrations ?? []), runs, options);
  } catch (error) {
    await runs.close();
    throw error;
  }
}

async function readOpening(runs: LineRuns, migrations: readonly Migration[]): Promise<Opening> {
  for (;;) {
    const run = await runs.next();
    if (run === undefined) throw await notATape(runs);
    const index = run.lines.findIndex((line) => !isBlank(line));
    const line = run.lines[index];
    if (line === undefined && runs.tailBytes <= MAX_HEADER_BYTES) continue;
    if (typeof line !== "string") throw await notATape(runs);
    const rest = { number: run.number + index + 1, lines: run.lines.slice(index + 1) };
    const parsed = parseHeader(line, migrations);
    if (parsed.ok) return { header: parsed.header, steps: parsed.steps, rest };
    throw parsed.isTape ? new TapeError({ line: 1, reason: parsed.reason }) : await notATape(runs);
  }
}

async function notATape(runs: LineRuns): Promise<TapeError> {
  await runs.fillSignature();
  return new TapeError({ line: 1, reason: describeNonTape(runs.signature) });
}

function isBlank(line: RawLine): boolean {
  return typeof line === "string" && line.trim() === "";
}

class TapeReader implements StoredTape {
  readonly header: TapeHeader;
  readonly batches: AsyncIterable<readonly TapeLine[]>;
  readonly lines: AsyncIterable<TapeLine>;
  readonly #runs: LineRuns;
  readonly #steps: readonly Migration[];
  readonly #onProblem: ReadTapeOptions["onProblem"];
  readonly #mayMatch: ReadTapeOptions["mayMatch"];
  #entries = 0;
  #last: TapeLine | undefined;
  #taken = false;
  #finished = false;

  constructor(opening: Opening, runs: LineRuns, options: ReadTapeOptions) {
    this.header = opening.header;
    this.batches = { [Symbol.asyncIterator]: () => this.#take(opening.rest) };
    this.lines = { [Symbol.asyncIterator]: () => new LineIterator(this.#take(opening.rest)) };
    this.#runs = runs;
    this.#steps = opening.steps;
    this.#onProblem = options.onProblem;
    this.#mayMatch = options.mayMatch;
  }

  ending(): Ending {
    if (!this.#finished) return { state: "unread" };
    const last = this.#last;
    const end = last?.known && last.entry.kind === "end" ? last.entry : undefined;
    const entries = this.#entries - (end === undefined ? 0 : 1);
    const { tailBytes, number } = this.#runs;
    if (tailBytes > 0) return { state: "torn", entries, line: number, bytes: tailBytes };
    return end === undefined ? { state: "cut-short", entries } : { state: "whole", entries, end };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#taken = true;
    await this.#runs.close();
  }

  #take(first: LineRun): AsyncGenerator<readonly TapeLine[]> {
    if (this.#taken) {
      throw new TypeError("Cannot go through the lines of a tape twice: read it again instead");
    }
    this.#taken = true;
    return this.#readBatches(first);
  }

  async *#readBatches(first: LineRun): AsyncGenerator<readonly TapeLine[]> {
    try {
      for (let run: LineRun | undefined = first; run !== undefined; run = await this.#runs.next()) {
        const { lines, problem } = this.#parseRun(run);
        this.#entries += lines.length;
        this.#last = lines.at(-1) ?? this.#last;
        if (lines.length > 0) yield lines;
        if (problem !== undefined) throw new TapeError(problem);
      }
      this.#finished = true;
    } finally {
      await this.#runs.close();
    }
  }

  #parseRun(run: LineRun): ParsedRun {
    const lines: TapeLine[] = [];
    let number = run.number - 1;
    for (const line of run.lines) {
      number += 1;
      if (this.#mayMatch !== undefined && typeof line === "string" && !this.#mayMatch(line)) {
        this.#entries += 1;
        continue;
      }
      const parsed = this.#parse(line, number);
      if (parsed.ok) {
        lines.push(parsed.line);
      } else if (!isBlank(line)) {
        const problem = { line: number, reason: parsed.reason };
        if (this.#onProblem === undefined) return { lines, problem };
        this.#onProblem(problem);
      }
    }
    return { lines };
  }

  #parse(line: RawLine, number: number): ParsedLine {
    if (typeof line !== "string") return { ok: false, reason: line.reason };
    if (this.#steps.length === 0) return parseEntry(line, number);
    const parsed = parseObject(line);
    return parsed.ok ? checkEntry(migrateEntry(parsed.value, this.#steps), number) : parsed;
  }
}
