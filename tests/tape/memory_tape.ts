// Tapes in memory: sinks that keep, sinks that fail, sources that cut where they are told to.

import { assertEquals } from "@std/assert";
import { concatBytes, decodeUtf8, encodeUtf8 } from "../../src/base/bytes.ts";
import type { TapeHeader, TapeLine } from "../../src/tape/entry.ts";
import { type Ending, readTape, type ReadTapeOptions } from "../../src/tape/reader.ts";
import type { TapeSink } from "../../src/tape/sink.ts";

/** Keeps what it is given, up to a number of bytes: then the disk is full. */
export class MemorySink implements TapeSink {
  readonly #room: number;
  #parts: Uint8Array[] = [];
  #length = 0;
  closed = 0;
  writes = 0;

  constructor(room: number = Infinity) {
    this.#room = room;
  }

  write(bytes: Uint8Array): void {
    this.writes++;
    const part = bytes.slice(0, this.#room - this.#length);
    this.#parts.push(part);
    this.#length += part.length;
    if (part.length < bytes.length) throw new Error("ENOSPC: no space left on device");
  }

  close(): void {
    this.closed++;
  }

  get bytes(): Uint8Array {
    return concatBytes(this.#parts);
  }

  get text(): string {
    return decodeUtf8(this.bytes) ?? "not UTF-8";
  }
}

/** The bytes of a tape with these lines, each ended by a line feed. */
export function tapeBytes(...lines: readonly unknown[]): Uint8Array {
  return encodeUtf8(lines.map((line) => `${toText(line)}\n`).join(""));
}

function toText(line: unknown): string {
  return typeof line === "string" ? line : JSON.stringify(line);
}

/** The bytes in pieces of a size. */
export function* inPieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) {
    yield bytes.subarray(start, start + size);
  }
}

export interface WholeRead {
  readonly header: TapeHeader;
  readonly lines: readonly TapeLine[];
  readonly ending: Ending;
}

/** Reads all there is, by both ways, which must agree. */
export async function readAll(
  bytes: Uint8Array,
  options: ReadTapeOptions & { readonly size?: number } = {},
): Promise<WholeRead> {
  const size = options.size ?? 7;
  const tape = await readTape(inPieces(bytes, size), options);
  const lines = await Array.fromAsync(tape.lines);
  const { onProblem: _, ...quiet } = options;
  const again = await readTape(inPieces(bytes, size), {
    ...quiet,
    ...options.onProblem === undefined ? {} : { onProblem: () => {} },
  });
  assertEquals((await Array.fromAsync(again.batches)).flat(), lines);
  assertEquals(again.ending(), tape.ending());
  return { header: tape.header, lines, ending: tape.ending() };
}
