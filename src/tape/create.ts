// Creates the file of a new tape. It never replaces one that stands there unless told to, and finds
// that out and opens the new one in a single step, so that no other program gets in between.

import { messageOf } from "../base/errors.ts";
import { dirname } from "node:path";
import { type TapeSink, TapeWriteError } from "./sink.ts";

/** A folder cannot be made: its name is taken, or that of one above it. */
export class NoFolderError extends Error {
  constructor(options: ErrorOptions) {
    super("something that is no folder stands where its folder should be", options);
  }
}

/** The file system as far as new tapes need it. Its methods throw when the system refuses. */
export interface TapeFiles {
  /**
   * Makes a folder and those above it, where they do not stand yet; throws NoFolderError when
   * something else stands there.
   */
  makeFolder(path: string): void;
  /** Opens a new file, for its owner's eyes only; undefined when something stands there. */
  openNew(path: string): TapeSink | undefined;
  /** Opens a new file or empties the one that stands there, for its owner's eyes only. */
  openEmptied(path: string): TapeSink;
}

export interface CreateTapeOptions {
  /** Replace the file that stands there. */
  readonly force?: boolean;
}

export type CreateTapeResult =
  | { readonly ok: true; readonly sink: TapeSink }
  /** `taken`: something stands there already, which is the only reason. */
  | { readonly ok: false; readonly error: TapeWriteError; readonly taken?: true };

export function createTape(
  path: string,
  files: TapeFiles,
  options: CreateTapeOptions = {},
): CreateTapeResult {
  const quoted = JSON.stringify(path);
  try {
    files.makeFolder(dirname(path));
    const sink = options.force === true ? files.openEmptied(path) : files.openNew(path);
    if (sink !== undefined) return { ok: true, sink };
  } catch (cause) {
    const advice = cause instanceof NoFolderError ? "; --out FILE puts the tape elsewhere" : "";
    const message = `Cannot create the tape ${quoted}: ${messageOf(cause)}${advice}`;
    return { ok: false, error: new TapeWriteError(message, { cause }) };
  }
  const message = `Cannot create the tape ${quoted}: something stands there already; ` +
    `--force replaces it, another --out leaves it`;
  return { ok: false, error: new TapeWriteError(message), taken: true };
}
