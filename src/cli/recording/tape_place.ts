// Whether a tape still stands where it was made. A file that was removed takes every line that is
// written to it, and there is no tape in the end: nothing but a look at its place tells.

import { statSync } from "node:fs";
import { codeOf } from "../../base/errors.ts";

/** What became of it, for a sentence that begins with the tape. */
export type TapeLoss = "removed" | "replaced";

export class TapePlace {
  readonly #path: string;
  readonly #file: FileIdentity | undefined;

  /** Of a tape that has just been made. */
  constructor(path: string) {
    this.#path = path;
    const found = identityAt(path);
    this.#file = found === "nothing" ? undefined : found;
  }

  /** Undefined when it stands there, or when nobody can know. */
  loss(): TapeLoss | undefined {
    const found = identityAt(this.#path);
    if (found === "nothing") return "removed";
    if (found === undefined || this.#file === undefined) return undefined;
    const isSame = found.device === this.#file.device && found.inode === this.#file.inode;
    return isSame ? undefined : "replaced";
  }
}

interface FileIdentity {
  readonly device: number;
  readonly inode: number;
}

/** Undefined where the system does not say what stands there, or which one it is. */
function identityAt(path: string): FileIdentity | "nothing" | undefined {
  try {
    const { dev, ino } = statSync(path);
    // Not every file system numbers its files.
    return ino ? { device: dev, inode: ino } : undefined;
  } catch (error) {
    const code = codeOf(error);
    return code === "ENOENT" || code === "ENOTDIR" ? "nothing" : undefined;
  }
}

/** What its owner is told. */
export function lossSentence(shownName: string, loss: TapeLoss): string {
  return loss === "removed"
    ? `The tape ${shownName} is GONE: somebody removed or moved it while it was recorded`
    : `The tape ${shownName} is GONE: another file took its place while it was recorded`;
}
