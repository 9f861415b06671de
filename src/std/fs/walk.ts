/** Walks a directory tree. */

import { basename, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** What is walked and what of it is yielded. */
export interface WalkOptions {
  /** How deep below the root; `0` is the root alone. Without end by default. */
  maxDepth?: number;
  /** Whether files are yielded; they are by default. */
  includeFiles?: boolean;
  /** Whether directories are yielded; they are by default. */
  includeDirs?: boolean;
  /** Whether links are yielded; they are by default. They are never followed. */
  includeSymlinks?: boolean;
  /** Only paths with one of these extensions, with or without the dot, are yielded. */
  exts?: string[];
  /** Only paths that match one of these are yielded. */
  match?: RegExp[];
  /** Paths that match one of these are not yielded, nor what is below them. */
  skip?: RegExp[];
}

/** Something on the way. */
export interface WalkEntry extends Deno.DirEntry {
  /** The path, which starts with the root's. */
  path: string;
}

/** Yields the root and what is below it, a directory before what it holds. */
export async function* walk(
  root: string | URL,
  options: WalkOptions = {},
): AsyncIterableIterator<WalkEntry> {
  const { maxDepth = Infinity, includeFiles = true, includeDirs = true } = options;
  const { includeSymlinks = true } = options;
  if (maxDepth < 0) return;
  const path = root instanceof URL ? fileURLToPath(root) : root;
  if (includeDirs && isWanted(path, options)) yield await rootEntry(path);
  if (maxDepth < 1 || isSkipped(path, options)) return;
  for await (const entry of Deno.readDir(path)) {
    const below = join(path, entry.name);
    if (entry.isDirectory) {
      yield* walk(below, { ...options, maxDepth: maxDepth - 1 });
    } else if ((entry.isSymlink ? includeSymlinks : includeFiles) && isWanted(below, options)) {
      yield { path: below, ...entry };
    }
  }
}

async function rootEntry(root: string): Promise<WalkEntry> {
  const path = normalize(root);
  const { isFile, isDirectory, isSymlink } = await Deno.stat(path);
  return { path, name: basename(path), isFile, isDirectory, isSymlink };
}

function isWanted(path: string, options: WalkOptions): boolean {
  const { exts, match } = options;
  if (exts && !exts.some((ext) => path.endsWith(ext.startsWith(".") ? ext : `.${ext}`))) {
    return false;
  }
  if (match && !match.some((pattern) => path.search(pattern) >= 0)) return false;
  return !isSkipped(path, options);
}

function isSkipped(path: string, options: WalkOptions): boolean {
  return options.skip?.some((pattern) => path.search(pattern) >= 0) ?? false;
}
