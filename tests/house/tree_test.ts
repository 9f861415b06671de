// The tree as a whole: what no single file shows. Tests mirror src, tasks mirror commands, links
// lead somewhere, and nothing on this machine is named.

import { assert, assertEquals } from "@std/assert";
import { posix } from "node:path";
import { VERSION } from "../../src/base/version.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { MAX_LINES } from "./lint/file_length.ts";
import { root, type SourceFile, walkFiles } from "./tree.ts";

const files: readonly SourceFile[] = await Array.fromAsync(walkFiles(""));
const paths: ReadonlySet<string> = new Set(files.map(({ path }) => path));

interface Task {
  readonly description?: string;
  readonly command?: string;
}

interface Configuration {
  readonly version: string;
  readonly tasks: Readonly<Record<string, string | Task>>;
}

const configuration: Configuration = JSON.parse(textOf("deno.json"));

function textOf(path: string): string {
  const file = files.find((candidate) => candidate.path === path);
  assert(file !== undefined, `There is no ${path}`);
  return file.text;
}

function commandOf(task: string): string {
  const found = configuration.tasks[task];
  return typeof found === "object" ? found.command ?? "" : found ?? "";
}

Deno.test("every source file keeps to the length limit", () => {
  const tooLong = files
    .filter(({ path }) => path.startsWith("src/") && path.endsWith(".ts"))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > MAX_LINES);
  assertEquals(tooLong, []);
});

/** Folders of tests that are about the whole rather than about a room of src. */
const TESTS_OF_THE_WHOLE = ["bench", "e2e", "fuzz", "house", "peers"];

Deno.test("every folder of tests mirrors a room of src", () => {
  const rooms = new Set([...paths].map((path) => /^src\/([^/]+)\//.exec(path)?.[1]));
  const folders = new Set([...paths].flatMap((path) => /^tests\/([^/]+)\//.exec(path)?.[1] ?? []));
  const strays = [...folders].filter((name) =>
    !rooms.has(name) && !TESTS_OF_THE_WHOLE.includes(name)
  );
  assertEquals(strays, []);
});

// Written in pieces, or this file would be the first to break the rule.
const REGISTRY_HOST = new RegExp(["registry\\.npm", "js\\.org|npm\\.j", "sr\\.io"].join(""));
const HOME_FOLDER = new RegExp(
  ["(?<![\\w.~/-])/(?:home", "Users)/\\w+|(?<![\\w.])/root/\\w"].join("|"),
);

Deno.test("no file names this checkout's folder, a home folder or a package registry's host", () => {
  const here = root.replace(/\/$/, "");
  const offenders = files.flatMap(({ path, text }) => {
    const found = text.includes(here) ? here : REGISTRY_HOST.exec(text) ?? HOME_FOLDER.exec(text);
    return found === null ? [] : [`${path}: ${found}`];
  });
  assertEquals(offenders, []);
});

Deno.test("no lock file says from which mirror a package came", () => {
  const offenders = files.filter(({ path, text }) =>
    path.endsWith(".lock") && /"tarball"/.test(text)
  );
  assertEquals(offenders.map(({ path }) => path), []);
});

Deno.test("every relative link of a document leads to a file or folder", () => {
  const folders = new Set([...paths].flatMap((path) => {
    const parts = path.split("/");
    return parts.map((_, index) => parts.slice(0, index).join("/"));
  }));
  const dead = files.filter(({ path }) => path.endsWith(".md")).flatMap(({ path, text }) => {
    const links = [...text.matchAll(/\]\((?!\w+:|#)([^)\s#]+)[^)]*\)/g)].map(([, link = ""]) =>
      link
    );
    return links.filter((link) => {
      const target = posix.join(posix.dirname(path), link).replace(/\/$/, "");
      return !paths.has(target) && !folders.has(target);
    }).map((link) => `${path}: ${link}`);
  });
  assertEquals(dead, []);
});

Deno.test("every command has its task, which says what the command's summary says", () => {
  for (const { name, summary } of COMMANDS) {
    const task = configuration.tasks[name];
    assert(commandOf(name).endsWith(` main.ts ${name}`), `The task "${name}" does not start it`);
    assertEquals(task, { description: summary, command: commandOf(name) });
  }
});

Deno.test("every task that starts main.ts starts a command of the same name", () => {
  const tasks = Object.keys(configuration.tasks);
  const starting = tasks.filter((task) => /deno run .* main\.ts /.test(commandOf(task)));
  assertEquals(starting.toSorted(), COMMANDS.map(({ name }) => name).toSorted());
});

/** The command after `--` is whatever the user says; peers are whatever interpreters there are. */
const RUNS_ANYTHING = ["proxy", "replay", "test"];

Deno.test("no task has every permission, and none can be prompted for more", () => {
  for (const task of Object.keys(configuration.tasks)) {
    const command = commandOf(task);
    const tooMuch = RUNS_ANYTHING.includes(task)
      ? / (?:-A|--allow-all)(?: |$)/
      : / (?:-A|--allow-all|--allow-run)(?: |$)/;
    assertEquals(tooMuch.exec(command), null, `The task "${task}"`);
    const starts = command.match(/deno (?:run|test) /g)?.length ?? 0;
    assertEquals(command.match(/--no-prompt/g)?.length ?? 0, starts, `The task "${task}"`);
  }
});

Deno.test("the version is the same in deno.json and in the code", () => {
  assertEquals(VERSION, configuration.version);
});
