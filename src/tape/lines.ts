// Splits bytes into lines, whatever the pieces they come in. It splits on bytes and decodes a whole
// run of lines at once: one by one costs as much as parsing them. Lines are strict UTF-8; a byte
// order mark before the first is dropped, and a `\r` before the `\n` is left to the JSON parser.

import { isUtf8 } from "node:buffer";
import { concatBytes, decodeUtf8, decodeUtf8Lossy } from "../base/bytes.ts";
import { MAX_QUOTED_CHARACTERS, shorten } from "./problem.ts";

/**
 * The longest line that is read: a 64 MiB message whose every byte needs `\u00XX` fits, and the
 * longest string that V8 can hold (2^29 - 24 characters) is not reached.
 */
export const MAX_LINE_BYTES = 500_000_000;

/** How many bytes are decoded at once: what fits in a processor's cache. */
const RUN_BYTES = 256 * 1024;

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = "\uFEFF";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A line that could not be had as text. */
export interface LineFault {
  readonly reason: string;
}

export type RawLine = string | LineFault;

/** How lines are split. */
export interface LineSplitterOptions {
  /** The longest line that is read, by default MAX_LINE_BYTES. */
  readonly maxLineBytes?: number;
}

/** Takes pieces of bytes and gives the lines that they complete. */
export class LineSplitter {
  readonly #maxLineBytes: number;
  #held: Uint8Array[] = [];
  #tailBytes = 0;
  #atStart = true;

  constructor(options: LineSplitterOptions = {}) {
    this.#maxLineBytes = options.maxLineBytes ?? MAX_LINE_BYTES;
  }

  /** How many bytes have come since the last `\n`, kept or not. */
  get tailBytes(): number {
    return this.#tailBytes;
  }

  /** The lines that these bytes complete. The bytes are copied where they must be kept. */
  receive(bytes: Uint8Array): readonly RawLine[] {
    if (bytes.length <= RUN_BYTES) return this.#receiveRun(bytes);
    const lines: RawLine[] = [];
    for (let start = 0; start < bytes.length; start += RUN_BYTES) {
      for (const line of this.#receiveRun(bytes.subarray(start, start + RUN_BYTES))) {
        lines.push(line);
      }
    }
    return lines;
  }

  #receiveRun(bytes: Uint8Array): readonly RawLine[] {
    const last = bytes.lastIndexOf(NEWLINE);
    if (last < 0) {
      this.#hold(bytes);
      return [];
    }
    const lines = this.#tailBytes === 0
      ? this.#decode(bytes.subarray(0, last + 1))
      : this.#decodeHeld(bytes, last);
    this.#held = [];
    this.#tailBytes = 0;
    this.#hold(bytes.subarray(last + 1));
    return lines;
  }

  /** The first line alone is put together: copying the whole run would cost as much as decoding it. */
  #decodeHeld(bytes: Uint8Array, last: number): readonly RawLine[] {
    const first = bytes.indexOf(NEWLINE);
    const begun = this.#tailBytes + first > this.#maxLineBytes
      ? [this.#tooLong()]
      : this.#decode(concatBytes([...this.#held, bytes.subarray(0, first + 1)]));
    return [...begun, ...this.#decode(bytes.subarray(first + 1, last + 1))];
  }

  /** Keeps the begin of a line until its end comes; one over the limit is counted, not kept. */
  #hold(bytes: Uint8Array): void {
    this.#tailBytes += bytes.length;
    if (bytes.length === 0) return;
    if (this.#tailBytes > this.#maxLineBytes) {
      this.#held = [];
      return;
    }
    this.#held.push(new Uint8Array(bytes));
  }

  #decode(run: Uint8Array): readonly RawLine[] {
    if (run.length === 0) return [];
    const quick = run.length <= this.#maxLineBytes && isUtf8(run);
    const lines = quick ? splitText(decoder.decode(run)) : this.#decodeOneByOne(run);
    return this.#atStart ? this.#withoutMark(lines) : lines;
  }

  /** So that a line that cannot be had as text does not spoil its neighbours. */
  #decodeOneByOne(run: Uint8Array): readonly RawLine[] {
    const lines: RawLine[] = [];
    for (let start = 0; start < run.length;) {
      const end = run.indexOf(NEWLINE, start);
      const line = run.subarray(start, end);
      const tooLong = line.length > this.#maxLineBytes;
      lines.push(tooLong ? this.#tooLong() : decodeUtf8(line) ?? notUtf8(line));
      start = end + 1;
    }
    return lines;
  }

  #withoutMark(lines: readonly RawLine[]): readonly RawLine[] {
    this.#atStart = false;
    const [first, ...others] = lines;
    return typeof first === "string" && first.startsWith(BYTE_ORDER_MARK)
      ? [first.slice(BYTE_ORDER_MARK.length), ...others]
      : lines;
  }

  #tooLong(): LineFault {
    return { reason: `it is longer than ${this.#maxLineBytes} bytes, the most that is read` };
  }
}

function splitText(text: string): readonly string[] {
  const lines = text.split("\n");
  lines.pop();
  return lines;
}

function notUtf8(line: Uint8Array): LineFault {
  const start = decodeUtf8Lossy(line.subarray(0, 2 * MAX_QUOTED_CHARACTERS));
  return { reason: `${shorten(start)} is not UTF-8` };
}
