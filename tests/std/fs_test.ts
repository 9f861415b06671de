// `@std/fs` on real files in a folder of its own.

import { ensureDir, ensureDirSync, exists, existsSync, walk, type WalkOptions } from "@std/fs";
import { ensureDir as ensureDirOfPath } from "@std/fs/ensure-dir";
import { exists as existsOfPath } from "@std/fs/exists";
import { walk as walkOfPath } from "@std/fs/walk";
import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape_fs_" });
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("ensureDir() makes a directory and those above it, and leaves one that stands", () =>
  inFolder(async (folder) => {
    const dir = join(folder, "a", "b");
    await ensureDir(dir);
    await Deno.writeTextFile(join(dir, "kept"), "");
    await ensureDir(dir);
    await ensureDir(pathToFileURL(dir));
    ensureDirSync(dir);
    ensureDirSync(join(folder, "c", "d"));
    assertEquals([...Deno.readDirSync(dir)].map((entry) => entry.name), ["kept"]);
    assertEquals((await Deno.stat(join(folder, "c", "d"))).isDirectory, true);
  }));

Deno.test("ensureDir() may be called twice at once", () =>
  inFolder(async (folder) => {
    const dir = join(folder, "a", "b", "c");
    await Promise.all([ensureDir(dir), ensureDir(dir), ensureDir(dir)]);
    assertEquals((await Deno.stat(dir)).isDirectory, true);
  }));

Deno.test("ensureDir() refuses a file", () =>
  inFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    const message = "Failed to ensure directory exists: expected 'dir', got 'file'";
    await assertRejects(() => ensureDir(file), Error, message);
    assertThrows(() => ensureDirSync(file), Error, message);
  }));

Deno.test("exists() tells what is there, and of which kind", () =>
  inFolder(async (folder) => {
    const file = join(folder, "file");
    const none = join(folder, "none");
    await Deno.writeTextFile(file, "");
    const table = [
      [file, undefined, true],
      [folder, undefined, true],
      [none, undefined, false],
      [pathToFileURL(file), undefined, true],
      [file, { isFile: true }, true],
      [file, { isDirectory: true }, false],
      [folder, { isFile: true }, false],
      [folder, { isDirectory: true }, true],
      [none, { isFile: true }, false],
    ] as const;
    for (const [path, options, expected] of table) {
      const label = `${path} ${JSON.stringify(options)}`;
      assertEquals(await exists(path, options), expected, label);
      assertEquals(existsSync(path, options), expected, label);
    }
    const both = { isFile: true, isDirectory: true };
    await assertRejects(() => exists(file, both), TypeError, "must not be true together");
    assertThrows(() => existsSync(file, both), TypeError, "must not be true together");
  }));

interface WalkCase {
  readonly name: string;
  readonly options?: WalkOptions;
  readonly paths: readonly string[];
}

const WALKS: readonly WalkCase[] = [
  { name: "everything", paths: ["", "a", "a/b", "a/b/z.rs", "a/y.ts", "x.ts"] },
  { name: "the root alone", options: { maxDepth: 0 }, paths: [""] },
  { name: "nothing at a depth below zero", options: { maxDepth: -1 }, paths: [] },
  { name: "one level", options: { maxDepth: 1 }, paths: ["", "a", "x.ts"] },
  { name: "files", options: { includeDirs: false }, paths: ["a/b/z.rs", "a/y.ts", "x.ts"] },
  { name: "directories", options: { includeFiles: false }, paths: ["", "a", "a/b"] },
  { name: "some extensions", options: { exts: [".ts"] }, paths: ["a/y.ts", "x.ts"] },
  { name: "extensions without dots", options: { exts: ["rs"] }, paths: ["a/b/z.rs"] },
  { name: "what matches", options: { match: [/y\.ts$/, /z\.rs$/] }, paths: ["a/b/z.rs", "a/y.ts"] },
  {
    name: "what is not skipped",
    options: { skip: [/\/a\/b$/] },
    paths: ["", "a", "a/y.ts", "x.ts"],
  },
];

for (const { name, options, paths } of WALKS) {
  Deno.test(`walk() yields ${name}`, () =>
    inFolder(async (folder) => {
      await Deno.mkdir(join(folder, "a", "b"), { recursive: true });
      for (const file of ["x.ts", "a/y.ts", "a/b/z.rs"]) {
        await Deno.writeTextFile(join(folder, file), "");
      }
      const entries = await Array.fromAsync(walk(folder, options));
      assertEquals(entries.map((entry) => relative(folder, entry.path)).sort(), [...paths]);
    }));
}

Deno.test("walk() says of an entry what it is", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "file"), "");
    const entries = await Array.fromAsync(walk(pathToFileURL(folder)));
    assertEquals(entries.map(({ isFile, isDirectory }) => ({ isFile, isDirectory })), [
      { isFile: false, isDirectory: true },
      { isFile: true, isDirectory: false },
    ]);
    assertEquals(entries.map(({ path, name }) => path.endsWith(name)), [true, true]);
  }));

Deno.test("links to directories are directories to ensureDir() and exists(), and links to walk()", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "real", "inner"), { recursive: true });
    const link = join(folder, "link");
    await Deno.symlink(join(folder, "real"), link);
    await ensureDir(link);
    assertEquals(await exists(link, { isDirectory: true }), true);
    const paths = async (options: WalkOptions): Promise<string[]> =>
      (await Array.fromAsync(walk(folder, { maxDepth: 1, ...options })))
        .filter((entry) => entry.isSymlink).map((entry) => relative(folder, entry.path));
    assertEquals(await paths({}), ["link"]);
    assertEquals(await paths({ maxDepth: 9, includeFiles: false }), ["link"]);
    assertEquals(await paths({ includeSymlinks: false }), []);
  }));

Deno.test("walk() rejects when there is no root", () =>
  inFolder(async (folder) => {
    const none = join(folder, "none");
    await assertRejects(() => Array.fromAsync(walk(none)), Deno.errors.NotFound);
  }));

Deno.test("@std/fs has each function under its own address", () => {
  assertStrictEquals(ensureDirOfPath, ensureDir);
  assertStrictEquals(existsOfPath, exists);
  assertStrictEquals(walkOfPath, walk);
});
