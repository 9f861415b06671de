// Opens the tape that was named: a file, `@1`, or `-` for stdin; packed or not; whole or still being
// written.

import { codeOf, messageOf } from "../../base/errors.ts";
import { readChunks } from "../../net/files.ts";
import { readAhead } from "./read_ahead.ts";
import { followChunks } from "../../net/follow.ts";
import { unpackTape } from "../../net/tape_source.ts";
import { TapeError, type TapeProblem } from "../../tape/problem.ts";
import { readTape, type StoredTape } from "../../tape/reader.ts";
import type { Host } from "../host.ts";
import { tapePath } from "../tape_path.ts";
import { UsageError } from "../usage_error.ts";

export interface ReadingOptions {
  readonly onProblem: (problem: TapeProblem) => void;
  /** Goes on at the file's end until then. */
  readonly follow?: AbortSignal;
  /** What it says no to need not be parsed. */
  readonly mayMatch?: (line: string) => boolean;
}

export async function openReading(
  typed: string,
  host: Host,
  { onProblem, follow, mayMatch }: ReadingOptions,
): Promise<StoredTape> {
  // A mistake of the user's is told as it is.
  const bytes = openBytes(typed, host, follow);
  try {
    return await readTape(bytes, { onProblem, ...(mayMatch === undefined ? {} : { mayMatch }) });
  } catch (cause) {
    throw unreadable(typed, cause);
  }
}

/** What went wrong, once, with the name that the user gave the tape. */
export function unreadable(typed: string, thrown: unknown): Error {
  if (thrown instanceof UnreadableTapeError || thrown instanceof UsageError) return thrown;
  const cause = rootOf(thrown);
  const what = `Cannot read the tape ${JSON.stringify(nameOf(typed))}`;
  // These say it all: what the system or the reader says would only be told as a second reason.
  const plain = isNoTape(cause) ? cause.reason : PLAIN_WORDS[codeOf(cause)];
  if (plain !== undefined) return new UnreadableTapeError(`${what}: ${plain}`);
  return new UnreadableTapeError(`${what}: ${messageOf(cause)}`, { cause });
}

/** The tape as a whole, not one of its lines. */
function isNoTape(cause: unknown): cause is TapeError {
  return cause instanceof TapeError && cause.line === 1;
}

class UnreadableTapeError extends Error {
  override readonly name = "UnreadableTapeError";
}

const PLAIN_WORDS: { readonly [code: string]: string } = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "its owner does not let you read it",
};

/** What the others are about. */
function rootOf(thrown: unknown): unknown {
  let root = thrown;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  return root;
}

/** The tape's bytes, unpacked. */
export function openBytes(
  typed: string,
  host: Host,
  follow?: AbortSignal,
): AsyncIterable<Uint8Array> {
  return named(unpackTape(bytesOf(typed, host, follow), nameOf(typed)), typed);
}

/** Whatever goes wrong on the way says which tape it was. */
async function* named(
  bytes: AsyncIterable<Uint8Array>,
  typed: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (cause) {
    throw unreadable(typed, cause);
  }
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
  if (follow === undefined) return readAhead(readChunks(path));
  if (/\.(gz|zst)$/.test(path)) {
    throw new UsageError(`Cannot follow "${typed}": packed tapes are not written to any more`);
  }
  return followChunks(path, { signal: follow });
}
