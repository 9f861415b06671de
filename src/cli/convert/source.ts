// The tape that is converted, which some conversions read twice: first to see what a cut needs or which
// ids there are, then to write it. What comes through a pipe is kept in memory for that.

import { statSync } from "node:fs";
import { readChunks } from "../../net/files.ts";
import { unpackTape } from "../../net/tape_source.ts";
import type { TapeProblem } from "../../tape/problem.ts";
import { readTape, type StoredTape } from "../../tape/reader.ts";
import type { Host } from "../host.ts";
import { unreadable } from "../inspect/reading.ts";
import { tapePath } from "../tape_path.ts";

export class Source {
  readonly name: string;
  readonly #path: string | undefined;
  readonly #host: Host;
  #kept: readonly Uint8Array[] | undefined;

  constructor(typed: string, host: Host) {
    this.name = typed === "-" ? "stdin" : typed;
    this.#path = typed === "-" ? undefined : tapePath(typed, host);
    this.#host = host;
  }

  /** Before the first of several readings. */
  async keep(): Promise<void> {
    if (this.#path === undefined) this.#kept = await Array.fromAsync(this.#host.stdin.bytes);
  }

  async open(onProblem: (problem: TapeProblem) => void): Promise<StoredTape> {
    const bytes = this.#path === undefined
      ? this.#kept === undefined ? this.#host.stdin.bytes : ReadableStream.from(this.#kept)
      : readChunks(this.#path);
    try {
      return await readTape(unpackTape(bytes, this.name), { onProblem });
    } catch (cause) {
      throw unreadable(this.name, cause);
    }
  }

  /** Whether this file is the tape itself: it would be emptied before it is read. */
  isFile(path: string): boolean {
    if (this.#path === undefined) return false;
    const own = statSync(this.#path, { throwIfNoEntry: false });
    const other = statSync(path, { throwIfNoEntry: false });
    return own !== undefined && other !== undefined && own.ino === other.ino &&
      own.dev === other.dev;
  }
}
