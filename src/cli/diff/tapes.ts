// The tapes that are compared: which ones, what they are called, and how they are opened. None is the
// same file as another: that would say nothing.

import { statSync } from "node:fs";
import { basename } from "node:path";
import type { TapeToRead } from "../../diff/diff_tapes.ts";
import { readChunks } from "../../net/files.ts";
import { unpackTape } from "../../net/tape_source.ts";
import type { TapeProblem } from "../../tape/problem.ts";
import { readTape, type StoredTape } from "../../tape/reader.ts";
import type { Host } from "../host.ts";
import { unreadable } from "../inspect/reading.ts";
import { tapePath, TAPES_FOLDER } from "../tape_path.ts";
import { UsageError } from "../usage_error.ts";

/** What is compared when nobody says: the tape before the newest with the newest. */
const NEWEST = ["@2", "@1"] as const;

export interface NamedTapes {
  readonly left: DiffTape;
  readonly right: DiffTape;
  readonly baseline?: DiffTape;
}

export function nameTapes(
  operands: readonly string[],
  baseline: string | undefined,
  host: Host,
): NamedTapes {
  const [good, bad] = operands.length === 0 ? NEWEST : operands;
  if (good === undefined || bad === undefined) {
    throw new UsageError(
      `Cannot compare "${good}" alone: it needs GOOD and BAD`,
      "Without any, @2 is compared with @1, the newest tape",
    );
  }
  const typed = [good, bad, ...(baseline === undefined ? [] : [baseline])];
  if (typed.filter((name) => name === "-").length > 1) {
    throw new UsageError("Cannot read two tapes from stdin: name one of them");
  }
  const right = new DiffTape(bad, host);
  if (baseline === undefined) return { left: new DiffTape(good, host), right };
  // The good one is read twice: once with each of the others.
  const left = new DiffTape(good, host, "twice");
  return { left, right, baseline: new DiffTape(baseline, host) };
}

/** What to say of them before they are read. */
export function remarksOn(
  { left, right, baseline }: NamedTapes,
  operands: readonly string[],
): readonly string[] {
  return [
    ...(operands.length === 0
      ? [`Comparing ${left.name} (${NEWEST[0]}) with ${right.name} (${NEWEST[1]}, the newest)`]
      : []),
    ...(left.isFile(right) ? [`${left.name} and ${right.name} are the same file`] : []),
    ...(baseline?.isFile(left) === true
      ? [`The baseline is ${left.name} itself: nothing is learned from it`]
      : []),
    ...(baseline?.isFile(right) === true
      ? [`The baseline is ${right.name} itself: every difference will be called noise`]
      : []),
  ];
}

export class DiffTape implements TapeToRead {
  /** As the user would type it; a number as the file that it means. */
  readonly name: string;
  /** Lines that could not be read. */
  readonly problems: TapeProblem[] = [];
  readonly #typed: string;
  readonly #path: string | undefined;
  readonly #host: Host;
  readonly #isKept: boolean;
  #kept: readonly Uint8Array[] | undefined;

  constructor(typed: string, host: Host, read: "once" | "twice" = "once") {
    this.#typed = typed;
    this.#host = host;
    this.#isKept = read === "twice";
    this.#path = typed === "-" ? undefined : tapePath(typed, host);
    this.name = this.#path === undefined
      ? "stdin"
      : typed.startsWith("@")
      ? `${TAPES_FOLDER}/${basename(this.#path)}`
      : typed;
  }

  /** It is read as it comes, once. */
  get isPipe(): boolean {
    return this.#path === undefined;
  }

  /** From its beginning, each time. */
  readonly open = async (): Promise<StoredTape> => {
    this.problems.length = 0;
    try {
      return await readTape(this.#named(unpackTape(await this.#bytes(), this.name)), {
        onProblem: (problem) => this.problems.push(problem),
      });
    } catch (cause) {
      throw unreadable(this.#typed, cause);
    }
  };

  /** What comes through a pipe comes once. */
  async #bytes(): Promise<AsyncIterable<Uint8Array>> {
    if (this.#path !== undefined) return readChunks(this.#path);
    const { bytes } = this.#host.stdin;
    if (!this.#isKept) return bytes;
    this.#kept ??= await Array.fromAsync(bytes);
    return ReadableStream.from(this.#kept);
  }

  isFile(other: DiffTape): boolean {
    if (this.#path === undefined || other.#path === undefined) return false;
    const own = statSync(this.#path, { throwIfNoEntry: false });
    const theirs = statSync(other.#path, { throwIfNoEntry: false });
    return own !== undefined && theirs !== undefined && own.ino === theirs.ino &&
      own.dev === theirs.dev;
  }

  /** Whatever goes wrong on the way says which tape it was. */
  async *#named(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* bytes;
    } catch (cause) {
      throw unreadable(this.#typed, cause);
    }
  }
}
