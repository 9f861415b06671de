// Starts a demo in a child process with the packages of extras.json, and ends it. The child ends with
// its stdin, so none is left behind by a parent that was killed.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { messageOf } from "../base/errors.ts";
import { isJsonObject, parseJson } from "../base/json.ts";
import type { ApartAnswer, ApartRequest } from "./apart.ts";
import type { ApartDemo } from "./in_worker.ts";

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** How much of what a failing child says is passed on. */
const MAX_TALK_LENGTH = 2000;

/** How long the child may take to end by itself. */
const FAREWELL_MILLISECONDS = 3000;

/** Starts it by this program, `deno` on the PATH. */
export async function startInChild(request: ApartRequest, program = "deno"): Promise<ApartDemo> {
  const child = start(request, program);
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  try {
    const answer = await answerOf(child);
    if (answer.kind === "failed") throw new Error(answer.message);
    if (answer.kind !== "ready") throw cannotStart(request, `it answered "${answer.kind}"`);
    return { ready: answer, [Symbol.asyncDispose]: () => end(child, closed) };
  } catch (error) {
    // What never started has no pid, and is closed already.
    if (child.pid !== undefined) await end(child, closed);
    throw error instanceof ChildError ? cannotStart(request, error.message) : error;
  }
}

/** The child itself fails, before it can say anything about the demo. */
class ChildError extends Error {}

function start(request: ApartRequest, program: string): Child {
  try {
    return spawn(program, childArguments(request), { stdio: ["pipe", "pipe", "pipe"] });
  } catch (error) {
    throw cannotStart(request, messageOf(error));
  }
}

function childArguments({ name, options }: ApartRequest): string[] {
  const config = fileURLToPath(new URL("./extras.json", import.meta.url));
  const lock = fileURLToPath(new URL("./extras.lock", import.meta.url));
  const entry = fileURLToPath(new URL("./child.ts", import.meta.url));
  return [
    "run",
    `--config=${config}`,
    `--lock=${lock}`,
    "--no-prompt",
    "--ignore-env",
    "--allow-read",
    "--allow-net=127.0.0.1",
    entry,
    name,
    JSON.stringify(options),
  ];
}

/** The child's first line. */
function answerOf(child: Child): Promise<ApartAnswer> {
  let talk = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    talk = (talk + text).slice(-MAX_TALK_LENGTH);
  });
  const lines = createInterface({ input: child.stdout });
  return new Promise((resolve, reject) => {
    lines.once("line", (line) => {
      const parsed = parseJson(line);
      if (parsed.ok && isJsonObject(parsed.value)) {
        // Our own child.ts wrote it.
        resolve(parsed.value as unknown as ApartAnswer);
      } else reject(new ChildError(`it said "${line}"`));
    });
    child.once("error", (error) => reject(new ChildError(messageOf(error))));
    child.once("close", (code) => {
      const said = stripVTControlCharacters(talk).trim();
      reject(new ChildError(`it ended with code ${code}${said === "" ? "" : `: ${said}`}`));
    });
  });
}

async function end(child: Child, closed: Promise<void>): Promise<void> {
  child.stdin.end();
  const impatient = setTimeout(() => child.kill("SIGKILL"), FAREWELL_MILLISECONDS);
  await closed;
  clearTimeout(impatient);
}

function cannotStart({ name }: ApartRequest, reason: string): Error {
  return new Error(
    `Cannot start the ${name} demo in a process of its own (${reason}); ` +
      `start it by itself with "deno task demo ${name}" and record the URL that it tells`,
  );
}
