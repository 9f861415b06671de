// The bytes of a tape wherever they come from: a file or stdin, as they are or packed with gzip or
// Zstandard, which their first bytes tell.

import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { messageOf } from "../base/errors.ts";
import { concatBytes } from "../base/bytes.ts";

/** RFC 1952, section 2.3.1; RFC 8878, section 3.1.1. */
const GZIP_MAGIC: readonly number[] = [0x1f, 0x8b];
const ZSTD_MAGIC: readonly number[] = [0x28, 0xb5, 0x2f, 0xfd];

type Unpacking = "gzip" | "zstd";

/** The tape's own bytes. Cut-off gzip fails after what there is; of cut-off Zstandard the reader tells. */
export async function* unpackTape(
  source: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  const pieces = source[Symbol.asyncIterator]();
  try {
    const { first, packing } = await readBeginning(pieces);
    const all = startingWith(first, pieces);
    if (packing === undefined) yield* all;
    else yield* unpack(all, packing, name);
  } finally {
    await pieces.return?.();
  }
}

async function readBeginning(
  pieces: AsyncIterator<Uint8Array>,
): Promise<{ readonly first: Uint8Array; readonly packing: Unpacking | undefined }> {
  let first: Uint8Array = new Uint8Array(0);
  while (first.length < ZSTD_MAGIC.length) {
    const piece = await pieces.next();
    if (piece.done) break;
    first = first.length === 0 ? piece.value : concatBytes([first, piece.value]);
  }
  const starts = (magic: readonly number[]): boolean =>
    magic.every((byte, index) => first[index] === byte);
  return { first, packing: starts(GZIP_MAGIC) ? "gzip" : starts(ZSTD_MAGIC) ? "zstd" : undefined };
}

async function* startingWith(
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  for (;;) {
    const piece = await rest.next();
    if (piece.done) return;
    yield piece.value;
  }
}

async function* unpack(
  packed: AsyncIterable<Uint8Array>,
  packing: Unpacking,
  name: string,
): AsyncGenerator<Uint8Array> {
  const input = Readable.from(packed, { objectMode: true });
  const output = packing === "gzip" ? createGunzip() : createZstdDecompress();
  input.on("error", (error) => output.destroy(error));
  input.pipe(output);
  try {
    for await (const piece of output) yield new Uint8Array(Buffer.from(piece));
  } catch (cause) {
    const problem = `Cannot unpack ${JSON.stringify(name)} (${packing}): ${messageOf(cause)}`;
    throw new Error(problem, { cause });
  } finally {
    input.destroy();
    output.destroy();
  }
}
