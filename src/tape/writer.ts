// Writes a tape, one line and one write call for each entry: when `write` returns, the line has been
// handed to the system and survives the process. After a failed write nothing more is written, so
// that what stands on the disk stays a readable tape, torn at its last line at the worst.

import { messageOf } from "../base/errors.ts";
import { encodeUtf8 } from "../base/bytes.ts";
import type { EndEntry, Entry, TapeHeader, UnknownEntry } from "./entry.ts";
import { MAX_LINE_BYTES } from "./lines.ts";
import { type TapeSink, TapeWriteError } from "./sink.ts";

export type WriteResult =
  /** The number of the line that was written: `of` in an `event` entry. */
  | { readonly ok: true; readonly line: number }
  | { readonly ok: false; readonly error: TapeWriteError };

/** What the recorder's redaction says at the end. */
export type SecretsVerdict = NonNullable<EndEntry["secrets"]>;

export class TapeWriter {
  readonly #sink: TapeSink;
  readonly #counts = new Map<string, number>();
  #lines = 0;
  #bytes = 0;
  #failure: TapeWriteError | undefined;
  #closed = false;

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
    const bytes = encodeLine(value);
    try {
      this.#sink.write(bytes);
    } catch (cause) {
      const reason = `Cannot write line ${line} of the tape: ${messageOf(cause)}`;
      return { ok: false, error: this.#fail(reason, cause) };
    }
    this.#lines = line;
    this.#bytes += bytes.length;
    return { ok: true, line };
  }

  #fail(message: string, cause: unknown): TapeWriteError {
    this.#failure ??= new TapeWriteError(message, { cause });
    return this.#failure;
  }
}

function afterClose(line: number): TapeWriteError {
  return new TapeWriteError(`Cannot write line ${line} of the tape: it has been closed`);
}

function encodeLine(value: TapeHeader | Entry | UnknownEntry): Uint8Array {
  const bytes = encodeUtf8(`${JSON.stringify(value)}\n`);
  if (bytes.length <= MAX_LINE_BYTES) return bytes;
  throw new RangeError(
    `Cannot write a line of ${bytes.length} bytes, a tape holds lines up to ${MAX_LINE_BYTES}: ` +
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
