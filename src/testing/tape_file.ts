// The file of a tape that a test names, and what is on it, ready to be played.

import { messageOf } from "../base/errors.ts";
import { readChunks } from "../net/files.ts";
import { unpackTape } from "../net/tape_source.ts";
import { readScript } from "../replay/read_script.ts";
import type { ReplayScript } from "../replay/script.ts";
import { describeProblem } from "../tape/problem.ts";
import { readTape } from "../tape/reader.ts";
import { fileURLToPath } from "node:url";

export interface TapeFile {
  /** As it is shown: the way that the test named it. */
  readonly name: string;
  readonly script: ReplayScript;
  /** What is odd about the tape. */
  readonly oddities: readonly string[];
}

export function pathOf(file: string | URL): string {
  if (typeof file === "string" && !file.startsWith("file:")) return file;
  return fileURLToPath(file);
}

/** Rejects when it cannot be read, or when there is nothing on it that could be played. */
export async function openTapeFile(file: string | URL): Promise<TapeFile> {
  const path = pathOf(file);
  const name = JSON.stringify(path);
  const oddities: string[] = [];
  try {
    const script = await readPlayable(path, oddities);
    return { name, script, oddities: [...oddities, ...script.notes.map(({ text }) => text)] };
  } catch (cause) {
    throw new Error(`Cannot play the tape ${name}: ${messageOf(cause)}`, { cause });
  }
}

/** What is odd about the file is added to the list. */
export async function readPlayable(path: string, oddities: string[]): Promise<ReplayScript> {
  const tape = await readTape(unpackTape(readChunks(path), path), {
    onProblem: (problem) => oddities.push(describeProblem(problem)),
  });
  const script = await readScript(tape);
  const { state } = tape.ending();
  if (state === "cut-short" || state === "torn") oddities.push("it was cut short: it has no end");
  if (script.sessions.length === 0) throw new Error("there is no session on it");
  return script;
}
