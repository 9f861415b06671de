// Opens the tape that was named: a file, `@1`, or `-` for stdin; packed or not; whole or still being
// written.

import { readChunks } from "../../net/files.ts";
import { followChunks } from "../../net/follow.ts";
import { unpackTape } from "../../net/tape_source.ts";
import type { TapeProblem } from "../../tape/problem.ts";
import { readTape, type StoredTape } from "../../tape/reader.ts";
import type { Host } from "../host.ts";
import { tapePath } from "../tape_path.ts";
import { UsageError } from "../usage_error.ts";

export interface ReadingOptions {
  readonly onProblem: (problem: TapeProblem) => void;
  /** Goes on at the file's end until then. */
  readonly follow?: AbortSignal;
}

export async function openReading(
  typed: string,
  host: Host,
  { onProblem, follow }: ReadingOptions,
): Promise<StoredTape> {
  // A mistake of the user's is told as it is.
  const bytes = openBytes(typed, host, follow);
  try {
    return await readTape(bytes, { onProblem });
  } catch (cause) {
    throw new Error(`Cannot read the tape ${JSON.stringify(nameOf(typed))}`, { cause });
  }
}

/** The tape's bytes, unpacked. */
export function openBytes(
  typed: string,
  host: Host,
  follow?: AbortSignal,
): AsyncIterable<Uint8Array> {
  return unpackTape(bytesOf(typed, host, follow), nameOf(typed));
}

function nameOf(typed: string): string {
  return typed === "-" ? "stdin" : typed;
}

function bytesOf(
  typed: string,
  host: Host,
  follow: AbortSignal | undefined,
): AsyncIterable<Uint8Array> {
  // What comes through a pipe is waited for anyway.
  if (typed === "-") return host.stdin.bytes;
  const path = tapePath(typed, host);
  if (follow === undefined) return readChunks(path);
  if (/\.(gz|zst)$/.test(path)) {
    throw new UsageError(`Cannot follow "${typed}": packed tapes are not written to any more`);
  }
  return followChunks(path, { signal: follow });
}
