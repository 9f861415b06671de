// The packages that only some demos need, and the config that has them (extras.json): they are not in
// the root's config, since Deno fetches all packages that a config names on its first run.

import { existsSync, readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { messageOf } from "../base/errors.ts";

/** Imports a package of extras.json; checked without it, so whoever calls knows its type. */
export async function importExtra(name: string): Promise<unknown> {
  try {
    return await import(name);
  } catch (cause) {
    throw missing(name, cause);
  }
}

/** The text of a file that a package of extras.json ships but does not export. */
export function readExtraFile(name: string, path: string): string {
  const folder = folderWith(path, startOf(name));
  if (folder === undefined) throw missing(name, new Error(`There is no ${path} in it`));
  return readFileSync(join(folder, path), "utf8");
}

/** A package.json of the package: its own, or one deeper that says which kind of module it is. */
function startOf(name: string): string {
  try {
    const found = findPackageJSON(name, import.meta.url);
    if (found === undefined) throw new Error("It has no package.json");
    return dirname(found);
  } catch (cause) {
    throw missing(name, cause);
  }
}

function folderWith(path: string, folder: string): string | undefined {
  if (existsSync(join(folder, path))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : folderWith(path, parent);
}

function missing(name: string, cause: unknown): Error {
  return new Error(
    `Cannot load the package "${name}" (${messageOf(cause)}); ` +
      `start this demo with "deno task demo", which has src/demo/extras.json`,
    { cause },
  );
}
