// Writes a tape. When `write` returns, the line has been handed to the system and survives the
// process; lines that came together may be handed over together, with one call. After a failed write
// nothing more is written, so that what stands on the disk stays a readable tape, torn at its last
// line at the worst.

import { Buffer } from "node:buffer";
import { messageOf } from "../base/errors.ts";
import { utf8Length } from "../base/bytes.ts";
import type { EndEntry, Entry, TapeHeader, UnknownEntry } from "./entry.ts";
import { MAX_LINE_BYTES } from "./lines.ts";
import { type TapeSink, TapeWriteError } from "./sink.ts";

export type WriteResult =
  /** The number of the line that was written: `of` in an `event` entry. */
  | { readonly ok: true; readonly line: number }
  | { readonly ok: false; readonly error: TapeWriteError };

/** What the recorder's redaction says at the end. */
export type SecretsVerdict = NonNullable<EndEntry["secrets"]>;

/** How many characters of lines wait for each other: more are written before the others come. */
export const MAX_WAITING_CHARACTERS = 256 * 1024;

/** A character is this many bytes of UTF-8 at the most (a UTF-16 unit, that is). */
const BYTES_PER_CHARACTER = 3;

export class TapeWriter {
  readonly #sink: TapeSink;
  readonly #counts = new Map<string, number>();
  #lines = 0;
  #bytes = 0;
  #failure: TapeWriteError | undefined;
  #closed = false;
  /** Lines that wait to be written together, and how many they are. */
  #waiting = "";
  #waitingLines = 0;
  #isTogether = false;

  /** Writes the header. `failure` tells at once whether the disk took it. */
  constructor(sink: TapeSink, header: TapeHeader) {
    this.#sink = sink;
    this.#writeLine(header);
  }

  /** Why nothing is written any more, if so. */
  get failure(): TapeWriteError | undefined {
    return this.#failure;
  }

  /** How many lines were written, the header too. */
  get lines(): number {
    return this.#lines;
  }

  /** How many bytes were written in whole lines. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Writes one entry. Throws only for an entry that no tape can hold: the caller's mistake. */
  write(entry: Entry | UnknownEntry): WriteResult {
    const result = this.#writeLine(atMicroseconds(entry));
    if (result.ok) this.#counts.set(entry.kind, (this.#counts.get(entry.kind) ?? 0) + 1);
    return result;
  }

  /**
   * Whatever `work` writes is handed to the system with one call, when `work` is done. Gives the
   * failure when the disk refuses: what `write` said of these lines does not hold then.
   */
  together(work: () => void): TapeWriteError | undefined {
    if (this.#isTogether) {
      work();
      return undefined;
    }
    this.#isTogether = true;
    try {
      work();
    } finally {
      this.#isTogether = false;
      this.#handOver();
    }
    return this.#failure;
  }

  /** Writes the `end` that makes the tape whole, and closes it. */
  end(at: number, secrets?: SecretsVerdict): WriteResult {
    const counts = Object.fromEntries(this.#counts);
    const end: EndEntry = { kind: "end", at, entries: this.#lines - 1, counts };
    const written = this.write(secrets === undefined ? end : { ...end, secrets });
    const closed = this.close();
    return written.ok && closed !== undefined ? { ok: false, error: closed } : written;
  }

  /** Closes the tape as it is: without an `end` before, it reads as cut short. */
  close(): TapeWriteError | undefined {
    if (this.#closed) return undefined;
    this.#closed = true;
    try {
      this.#sink.close();
      return undefined;
    } catch (cause) {
      return this.#fail(`Cannot close the tape: ${messageOf(cause)}`, cause);
    }
  }

  #writeLine(value: TapeHeader | Entry | UnknownEntry): WriteResult {
    const line = this.#lines + 1;
    if (this.#failure !== undefined) return { ok: false, error: this.#failure };
    if (this.#closed) return { ok: false, error: afterClose(line) };
    const text = `${JSON.stringify(value)}\n`;
    checkLength(text);
    this.#waiting += text;
    this.#waitingLines += 1;
    this.#lines = line;
    const mayWait = this.#isTogether && this.#waiting.length < MAX_WAITING_CHARACTERS;
    if (!mayWait) this.#handOver();
    return this.#failure === undefined ? { ok: true, line } : { ok: false, error: this.#failure };
  }

  #handOver(): void {
    if (this.#waitingLines === 0) return;
    const bytes = Buffer.from(this.#waiting, "utf8");
    const written = this.#lines - this.#waitingLines;
    this.#waiting = "";
    this.#waitingLines = 0;
    try {
      this.#sink.write(bytes);
      this.#bytes += bytes.length;
    } catch (cause) {
      this.#lines = written;
      this.#fail(`Cannot write line ${written + 1} of the tape: ${messageOf(cause)}`, cause);
    }
  }

  #fail(message: string, cause: unknown): TapeWriteError {
    this.#failure ??= new TapeWriteError(message, { cause });
    return this.#failure;
  }
}

function afterClose(line: number): TapeWriteError {
  return new TapeWriteError(`Cannot write line ${line} of the tape: it has been closed`);
}

function checkLength(text: string): void {
  if (text.length * BYTES_PER_CHARACTER <= MAX_LINE_BYTES) return;
  const length = utf8Length(text);
  if (length <= MAX_LINE_BYTES) return;
  throw new RangeError(
    `Cannot write a line of ${length} bytes, a tape holds lines up to ${MAX_LINE_BYTES}: ` +
      `keep a part of the content and say "truncated"`,
  );
}

/** `at` with three decimals, as the format has it. */
function atMicroseconds<Kind extends Entry | UnknownEntry>(entry: Kind): Kind {
  if (!Number.isFinite(entry.at)) {
    throw new RangeError(`Cannot write a "${entry.kind}" entry at ${entry.at}: expected a time`);
  }
  const at = Math.round(entry.at * 1000) / 1000;
  return at === entry.at ? entry : { ...entry, at };
}
