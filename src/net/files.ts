// Files on the real disk: sinks for new tapes and the bytes of old ones. On node:fs, so that the
// same code runs in Node.

import { messageOf } from "../base/errors.ts";
import { Buffer } from "node:buffer";
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  writeSync,
} from "node:fs";
import { open } from "node:fs/promises";
import type { TapeFiles } from "../tape/create.ts";
import type { TapeSink } from "../tape/sink.ts";

/** A tape may hold what its owner would not show to others. */
export const TAPE_MODE = 0o600;

/** How many bytes of a file are read at once. */
export const READ_BYTES = 128 * 1024;

/** New tapes on the real disk. */
export const tapeFiles: TapeFiles = {
  makeFolder(path: string): void {
    mkdirSync(path, { recursive: true });
  },

  openNew(path: string): TapeSink | undefined {
    try {
      return new FileSink(openSync(path, "wx", TAPE_MODE));
    } catch (error) {
      if (hasCode(error, "EEXIST")) return undefined;
      throw error;
    }
  },

  openEmptied(path: string): TapeSink {
    const file = openSync(path, constants.O_WRONLY | constants.O_CREAT, TAPE_MODE);
    try {
      emptyFile(file);
      return new FileSink(file);
    } catch (error) {
      closeSync(file);
      throw error;
    }
  },
};

/** The bytes of a file, a piece at a time. The file is closed when whoever reads it stops. */
export async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path).catch((cause) => {
    throw new Error(`Cannot open ${JSON.stringify(path)}: ${messageOf(cause)}`, { cause });
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

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
