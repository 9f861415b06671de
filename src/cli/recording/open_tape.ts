// The file of a recording's tape: under a name that is free, and gone again when the disk did not
// take even its first line, so that nobody finds an empty tape as the newest one.

import { existsSync, unlinkSync } from "node:fs";
import { tapeFiles } from "../../net/files.ts";
import { createTape, type TapeFiles } from "../../tape/create.ts";
import type { TapeHeader } from "../../tape/entry.ts";
import type { TapeSink } from "../../tape/sink.ts";
import { TapeWriter } from "../../tape/writer.ts";
import type { Host } from "../host.ts";

/** How many recordings of the same thing may begin within one second. */
const MAX_SAME_SECOND = 9;

export interface NewTapeOptions {
  /** The name, as people see it. */
  readonly name: string;
  /** The user chose it. */
  readonly isChosen: boolean;
  /** Replaces what stands there. */
  readonly force: boolean;
  /** Secrets are hidden in it. */
  readonly header: TapeHeader;
  readonly host: Host;
  /** The real disk, when nobody says otherwise. */
  readonly files?: TapeFiles;
}

export interface OpenedTape {
  readonly name: string;
  readonly writer: TapeWriter;
}

/** Throws when there is no tape: nothing of it is left then. */
export function openTape(options: NewTapeOptions): OpenedTape {
  const { name, path, sink, isNew } = createFile(options);
  const writer = new TapeWriter(sink, options.header);
  if (writer.failure === undefined) return { name, writer };
  writer.close();
  if (isNew) remove(path);
  throw writer.failure;
}

interface CreatedFile {
  readonly name: string;
  readonly path: string;
  readonly sink: TapeSink;
  /** Nothing stood there before. */
  readonly isNew: boolean;
}

/** A name of our own that is taken (two recordings in one second) gets a number. */
function createFile(options: NewTapeOptions): CreatedFile {
  const { name, isChosen, force, host, files = tapeFiles } = options;
  let tried = name;
  for (let number = 2;; number++) {
    const path = host.resolvePath(tried);
    const isNew = !stands(path);
    const created = createTape(path, files, { force });
    if (created.ok) return { name: tried, path, sink: created.sink, isNew };
    const hasNumbers = !isChosen && number <= MAX_SAME_SECOND;
    if (created.taken !== true || !hasNumbers) throw created.error;
    tried = name.replace(/\.ndjson$/, `-${number}.ndjson`);
  }
}

/** Deno tells nobody what stands in the places that it guards; createTape says so. */
function stands(path: string): boolean {
  try {
    return existsSync(path);
  } catch {
    return true;
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // The disk that did not take a line may not let go of a file, either.
  }
}
