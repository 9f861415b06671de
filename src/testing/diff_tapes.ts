// Two tapes told apart by what they mean, for programs: `diffTapes()`.

import { messageOf } from "../base/errors.ts";
import { diffTapes as compare, type TapeToRead } from "../diff/diff_tapes.ts";
import type { DiffResult } from "../diff/result.ts";
import { readChunks } from "../net/files.ts";
import { unpackTape } from "../net/tape_source.ts";
import { describeProblem, type TapeProblem } from "../tape/problem.ts";
import { readTape, type StoredTape } from "../tape/reader.ts";
import { diffReport } from "../view/json/diff_parts.ts";
import type { DiffReport } from "../view/json/diff_report.ts";
import { type DiffCanvas, diffLines } from "../view/terminal/diff/diff_lines.ts";
import { plainPaint } from "../view/terminal/paint.ts";
import { type DiffTapesOptions, readDiffOptions } from "./diff_options.ts";
import { pathOf } from "./tape_file.ts";

/** What is different between two tapes. */
export interface TapeDiff {
  /** Nothing differs but noise. */
  readonly same: boolean;
  /** All of it as data: what `diff --json` prints. */
  readonly report: DiffReport;
  /** What `diff` prints: the story, the events, the hunks. */
  text(options?: DiffTextOptions): string;
}

/** A tape that is no file: its bytes, packed or not. */
export interface TapeBytes {
  /** What it is called in messages. */
  readonly name: string;
  /** From the first, each time that it is asked for: a tape may be read twice. */
  open(): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** How much is told. */
export interface DiffTextOptions {
  /** How much of what is the same stands around a difference. Default 3. */
  readonly context?: number;
  /** Cuts nothing. Default false. */
  readonly full?: boolean;
  /** How long a line may be, where `full` does not say otherwise. Default 160. */
  readonly columns?: number;
}

/** Where there is no terminal. */
const DEFAULT_COLUMNS = 160;

/**
 * Compares two tapes by what their messages mean, as `diff` does: ids, transports, fragments and
 * heartbeats are no differences, and values that live are compared by shape, range and rate.
 *
 * Needs permission to read the tapes (`--allow-read`), and no other.
 *
 * @example
 * ```ts
 * import { diffTapes } from "@wiretape/wiretape";
 * import { assertEquals } from "@std/assert";
 *
 * const { same, report } = await diffTapes(
 *   "fixtures/tapes/tracking.ndjson",
 *   "fixtures/tapes/tracking_polling.ndjson",
 *   { ignore: ["location:track:$.recordedAt"], geo: 10 },
 * );
 * assertEquals([same, report.findings], [true, []]);
 * ```
 */
export async function diffTapes(
  good: string | URL | TapeBytes,
  bad: string | URL | TapeBytes,
  options: DiffTapesOptions = {},
): Promise<TapeDiff> {
  return diffOf(await compareFiles(good, bad, options));
}

export function diffOf(result: DiffResult): TapeDiff {
  let report: DiffReport | undefined;
  return {
    same: result.same,
    get report(): DiffReport {
      return report ??= diffReport(result);
    },
    text: (options = {}) => textOf(result, options),
  };
}

/** Rejects where a tape cannot be read, wholly or in part: then nothing can be trusted. */
export async function compareFiles(
  good: string | URL | TapeBytes,
  bad: string | URL | TapeBytes,
  options: DiffTapesOptions,
): Promise<DiffResult> {
  const rules = await readDiffOptions(options);
  const left = new ReadTape(good);
  const right = new ReadTape(bad);
  const baseline = options.baseline === undefined ? undefined : new ReadTape(options.baseline);
  const result = await compare({
    left,
    right,
    rules,
    ...(baseline === undefined ? {} : { baseline }),
  });
  for (const tape of [left, right, ...(baseline === undefined ? [] : [baseline])]) tape.check();
  checkOnly(result);
  return result;
}

/** Names that neither tape has: "same" would say nothing. */
function checkOnly({ events, rules: { only } }: DiffResult): void {
  const idle = only.find((name) =>
    !events.some(({ key }) => key.name === name || key.namespace === name)
  );
  if (idle === undefined) return;
  throw new RangeError(`Cannot compare only ${JSON.stringify(idle)}: neither tape has it`);
}

/** As the command tells it, in plain text. */
export function textOf(result: DiffResult, options: DiffTextOptions): string {
  return [...diffLines(result, canvasOf(options))].join("\n");
}

export function canvasOf(
  { context = 3, full = false, columns = DEFAULT_COLUMNS }: DiffTextOptions,
): DiffCanvas {
  return { columns: full ? Infinity : columns, paint: plainPaint, context, full };
}

/** A tape by its file, or as somebody else opens it. */
class ReadTape implements TapeToRead {
  readonly name: string;
  readonly #tape: string | TapeBytes;
  #problem: TapeProblem | undefined;

  constructor(tape: string | URL | TapeBytes) {
    this.#tape = typeof tape === "string" || tape instanceof URL ? pathOf(tape) : tape;
    this.name = typeof this.#tape === "string" ? this.#tape : this.#tape.name;
  }

  /** From its beginning, each time. */
  readonly open = async (): Promise<StoredTape> => {
    try {
      return await readTape(unpackTape(this.#bytes(), this.name), {
        onProblem: (problem) => this.#problem ??= problem,
      });
    } catch (cause) {
      throw this.#unreadable(messageOf(cause), cause);
    }
  };

  async *#bytes(): AsyncGenerator<Uint8Array> {
    yield* typeof this.#tape === "string" ? readChunks(this.#tape) : this.#tape.open();
  }

  /** Throws where a line could not be read. */
  check(): void {
    if (this.#problem !== undefined) throw this.#unreadable(describeProblem(this.#problem));
  }

  #unreadable(reason: string, cause?: unknown): Error {
    return new Error(`Cannot compare the tape ${JSON.stringify(this.name)}: ${reason}`, { cause });
  }
}
