// Files on the real disk: sinks for new tapes and the bytes of old ones. On node:fs, so that the
// same code runs in Node.

import { codeOf, messageOf } from "../base/errors.ts";
import { Buffer } from "node:buffer";
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  statSync,
  writeSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { NoFolderError, type TapeFiles } from "../tape/create.ts";
import type { TapeSink } from "../tape/sink.ts";

/** A tape may hold what its owner would not show to others. */
export const TAPE_MODE = 0o600;

/** How many bytes of a file are read at once. */
export const READ_BYTES = 128 * 1024;

/** New tapes on the real disk. */
export const tapeFiles: TapeFiles = {
  makeFolder(path: string): void {
    attempt(() => {
      try {
        mkdirSync(path, { recursive: true });
      } catch (error) {
        throw isNoFolder(error) ? new NoFolderError({ cause: error }) : error;
      }
    });
  },

  openNew(path: string): TapeSink | undefined {
    return attempt(() => {
      try {
        return new FileSink(openSync(path, "wx", TAPE_MODE));
      } catch (error) {
        if (codeOf(error) !== "EEXIST") throw error;
        if (isFolder(path)) throw new Error(A_FOLDER);
        return undefined;
      }
    });
  },

  openEmptied(path: string): TapeSink {
    return attempt(() => {
      const file = openSync(path, constants.O_WRONLY | constants.O_CREAT, TAPE_MODE);
      try {
        emptyFile(file);
        return new FileSink(file);
      } catch (error) {
        closeSync(file);
        throw error;
      }
    });
  },
};

const A_FOLDER = "it is a folder: name a file in it";
const GUARDED =
  "Deno keeps programs away from there: it guards devices and the system's own folders";

/** It stands at the end of the folder's path, or within it. */
function isNoFolder(error: unknown): boolean {
  return codeOf(error) === "EEXIST" || codeOf(error) === "ENOTDIR";
}

/** Whether a folder, or a link to one, stands there. */
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function attempt<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw readableFailure(error);
  }
}

/**
 * What a file system's refusal means. Deno refuses devices and the system's folders by itself, in
 * words for whoever starts Deno; that it was not allowed to read or write at all it says as it is.
 */
export function readableFailure(thrown: unknown): Error {
  if (!(thrown instanceof Error)) return new Error(messageOf(thrown));
  if (thrown.name === "NotCapable" && thrown.message.includes("--allow-all")) {
    return new Error(GUARDED);
  }
  return codeOf(thrown) === "EISDIR" ? new Error(A_FOLDER) : thrown;
}

/** The bytes of a file, a piece at a time. The file is closed when whoever reads it stops. */
export async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path).catch((thrown) => {
    const cause = readableFailure(thrown);
    throw new Error(`Cannot open ${JSON.stringify(path)}: ${cause.message}`, { cause });
  });
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(READ_BYTES), 0, READ_BYTES, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

class FileSink implements TapeSink {
  readonly #file: number;

  constructor(file: number) {
    this.#file = file;
  }

  write(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length;) {
      written += writeSync(this.#file, bytes, written, bytes.length - written);
    }
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** What was a tape for everybody's eyes becomes one for its owner's. Devices stay as they are. */
function emptyFile(file: number): void {
  if (!fstatSync(file).isFile()) return;
  fchmodSync(file, TAPE_MODE);
  ftruncateSync(file, 0);
}
