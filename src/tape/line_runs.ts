// Pulls lines out of a source of bytes, one run of them for each piece that the source gives, and
// remembers what is needed to say what a file was: how it began, what was left at its end.

import { concatBytes } from "../base/bytes.ts";
import { LineSplitter, type LineSplitterOptions, type RawLine } from "./lines.ts";

/** A tape's bytes, in pieces of any size. */
export type TapeSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Lines that follow each other; none when a piece completed none. */
export interface LineRun {
  /** The number of the first of them. */
  readonly number: number;
  readonly lines: readonly RawLine[];
}

/** How much of the begin of a source is remembered. */
export const MAX_SIGNATURE_BYTES = 512;

export class LineRuns {
  readonly #pieces: AsyncGenerator<Uint8Array>;
  readonly #splitter: LineSplitter;
  #signature: Uint8Array = new Uint8Array(0);
  #number = 1;

  constructor(source: TapeSource, options: LineSplitterOptions) {
    this.#pieces = iterate(source);
    this.#splitter = new LineSplitter(options);
  }

  /** The first bytes of the source. */
  get signature(): Uint8Array {
    return this.#signature;
  }

  /** How many bytes have come since the last line ended. */
  get tailBytes(): number {
    return this.#splitter.tailBytes;
  }

  /** The number of the line that comes next. */
  get number(): number {
    return this.#number;
  }

  /** The lines that the next piece completes; undefined at the end of the source. */
  async next(): Promise<LineRun | undefined> {
    const piece = await this.#pieces.next();
    if (piece.done) return undefined;
    this.#remember(piece.value);
    const run = { number: this.#number, lines: this.#splitter.receive(piece.value) };
    this.#number += run.lines.length;
    return run;
  }

  /** Pulls on until the first bytes are there, or the source is at its end; the lines are lost. */
  async fillSignature(): Promise<void> {
    while (this.#signature.length < MAX_SIGNATURE_BYTES && await this.next() !== undefined);
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    await this.#pieces.return(undefined);
  }

  #remember(bytes: Uint8Array): void {
    const missing = MAX_SIGNATURE_BYTES - this.#signature.length;
    if (missing > 0) this.#signature = concatBytes([this.#signature, bytes.subarray(0, missing)]);
  }
}

async function* iterate(source: TapeSource): AsyncGenerator<Uint8Array> {
  yield* source;
}
