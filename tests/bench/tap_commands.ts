// How the programs of the tap bench are spoken to: one line of JSON in, one line of JSON out. A
// program ends when its stdin does, so that none outlives the bench.

import { createInterface } from "node:readline";
import process from "node:process";

/** What one command asks for; its name goes without saying. */
export type Question = { readonly [field: string]: string | number };
/** What comes back. */
export type Answer = { readonly [field: string]: number | readonly number[] };

export type Commands = { readonly [name: string]: (question: Question) => Promise<Answer> };

/** For the program: answers one command after another. */
export async function answerCommands(commands: Commands): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const question: Question = JSON.parse(line);
    const command = commands[String(question.command)];
    if (command === undefined) throw new TypeError(`There is no command in ${line}`);
    process.stdout.write(`${JSON.stringify(await command(question))}\n`);
  }
  process.exit(0);
}

/** A program of the bench, in a process of its own. */
export interface Program extends AsyncDisposable {
  ask(command: string, question?: Question): Promise<Answer>;
}

/** Starts a program of this folder; it may write into `folder` alone. */
export function startProgram(name: string, folder: string): Program {
  const child = new Deno.Command("deno", {
    args: [
      "run",
      "--config",
      `${HERE}../deno.json`,
      "--lock",
      `${HERE}../deno.lock`,
      "--cached-only",
      "--no-prompt",
      "--ignore-env",
      "--allow-net=127.0.0.1",
      "--allow-sys",
      "--allow-read",
      `--allow-write=${folder}`,
      `${HERE}${name}`,
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const input = child.stdin.getWriter();
  const answers = linesOf(child.stdout);
  return {
    async ask(command, question = {}): Promise<Answer> {
      await input.write(new TextEncoder().encode(`${JSON.stringify({ ...question, command })}\n`));
      const { value } = await answers.next();
      if (value === undefined) throw new Error(`${name} ended before it answered "${command}"`);
      return JSON.parse(value);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await input.close().catch(() => {});
      await answers.return(undefined);
      await child.status;
    },
  };
}

const HERE = decodeURIComponent(new URL(".", import.meta.url).pathname);

export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

export function numberIn(answer: Answer | Question, field: string): number {
  const value = answer[field];
  if (typeof value !== "number") throw new TypeError(`"${field}" is no number: ${value}`);
  return value;
}
