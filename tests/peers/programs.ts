// Programs in other runtimes as peers: found on PATH, started once, given one order a line and
// asked for one answer a line. A peer that is not there is skipped, and loudly.

import { delimiter } from "node:path";
import process from "node:process";
import { type ChildProcess, spawn } from "node:child_process";
import { readLines } from "./line_reader.ts";

/** A command that can be run, or why there is none. */
export type Found =
  | { readonly ok: true; readonly command: string; readonly about: string }
  | { readonly ok: false; readonly reason: string };

export interface SearchOptions {
  /** Names to look for, the first one first. */
  readonly names: readonly string[];
  /** What is missing when none of them will do. */
  readonly wanted: string;
  /** Arguments that make a good one succeed and say what it is. */
  readonly probe: readonly string[];
  /** Folders that are looked through after those of PATH. */
  readonly folders?: readonly string[];
}

/** The first program that passes its probe. */
export async function findProgram(options: SearchOptions): Promise<Found> {
  for (const command of await candidates(options)) {
    const { success, stdout } = await run(command, options.probe);
    if (success) return { ok: true, command, about: stdout.trim() };
  }
  return { ok: false, reason: options.wanted };
}

/** The full paths: one PATH may hold several of a name, and only a later one will do. */
async function candidates({ names, folders = [] }: SearchOptions): Promise<readonly string[]> {
  const path = await searchPath();
  const found: string[] = [];
  for (const name of names) {
    for (const folder of [...path, ...folders]) {
      const file = `${folder}/${name}`;
      const there = await Deno.stat(file).then((info) => info.isFile, () => false);
      if (there && !found.includes(file)) found.push(file);
    }
  }
  return found;
}

/** Tests may not read PATH, but their children have it. */
async function searchPath(): Promise<readonly string[]> {
  const { stdout } = await run("sh", ["-c", 'printf %s "$PATH"']);
  return stdout.split(delimiter).filter((folder) => folder !== "");
}

async function run(
  command: string,
  args: readonly string[],
): Promise<{ readonly success: boolean; readonly stdout: string }> {
  try {
    const output = await new Deno.Command(command, {
      args: [...args],
      stdin: "null",
      stderr: "null",
    }).output();
    return { success: output.success, stdout: new TextDecoder().decode(output.stdout) };
  } catch {
    return { success: false, stdout: "" };
  }
}

/** Says on stderr that a peer is not there: a skipped test must not look like a passed one. */
export function skippedName(found: Found): string {
  if (found.ok) return "";
  process.stderr.write(`SKIPPED: ${found.reason}: its tests did not run\n`);
  return ` SKIPPED: ${found.reason}`;
}

/** A running program that answers each line with a line. */
export class Program implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #closed: Promise<unknown>;

  constructor(command: string, args: readonly string[]) {
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
    const { stdin, stdout } = child;
    if (stdin === null || stdout === null) throw new TypeError(`"${command}" has no pipes`);
    this.#process = child;
    this.#closed = new Promise((resolve) => child.once("close", resolve));
    this.#answers = readLines(stdout);
  }

  async ask<Answer>(order: unknown): Promise<Answer> {
    this.#process.stdin?.write(`${JSON.stringify(order)}\n`);
    const answer = await this.#answers.next();
    if (answer.done === true) throw new Error("Cannot read an answer: the program has ended");
    return JSON.parse(answer.value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Whoever waits for an answer that never comes would also never read that there is no more.
    this.#process.kill("SIGKILL");
    await this.#closed;
  }
}

/** Bundles a program for a runtime that cannot see this project's packages. */
export async function bundle(entry: URL, output: string): Promise<void> {
  const tests = new URL("../", import.meta.url);
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "bundle",
      "--quiet",
      "--config",
      fileOf(new URL("deno.json", tests)),
      `--lock=${fileOf(new URL("deno.lock", tests))}`,
      "--platform=deno",
      "--output",
      output,
      fileOf(entry),
    ],
  }).output();
  if (!success) throw new Error(`Cannot bundle "${entry}": ${new TextDecoder().decode(stderr)}`);
}

export function fileOf(url: URL): string {
  return decodeURIComponent(url.pathname);
}
