// The repository's own files, for the tests and gates that look at the tree.

import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Folders that git ignores or keeps for itself, by path. */
const SKIPPED = new Set([".git", "coverage", "node_modules", "tapes"]);

export interface SourceFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** All files below a folder ("" is the root) whose name ends so, with their text. */
export async function* walkFiles(folder: string, ending = ""): AsyncGenerator<SourceFile> {
  for await (const entry of Deno.readDir(`${root}${folder}`)) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory && !SKIPPED.has(path)) yield* walkFiles(path, ending);
    if (!entry.isFile || !entry.name.endsWith(ending)) continue;
    yield { path, text: await Deno.readTextFile(`${root}${path}`) };
  }
}

/** Whether anything of the file is left at run time: types alone leave nothing to cover. */
export function hasCode(text: string): boolean {
  return /^(?:export )?(?:default )?(?:async )?(?:function|class|const|let)\b/m.test(text);
}
