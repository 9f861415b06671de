// Starts a demo in a child process with the packages of extras.json, and ends it. The child ends with
// its stdin, so none is left behind by a parent that was killed.

import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { messageOf } from "../base/errors.ts";
import { isJsonObject, parseJson } from "../base/json.ts";
import type { PipedChild, SpawnPiped } from "../base/piped_child.ts";
import type { ApartAnswer, ApartRequest } from "./apart.ts";
import type { ApartDemo } from "./in_worker.ts";

/** How much of what a failing child says is passed on. */
const MAX_TALK_LENGTH = 2000;

/** How long the line may be that says how it went: it is our own child.ts's. */
const MAX_LINE_LENGTH = 65_536;

/** How long the child may take to end by itself. */
const FAREWELL_MILLISECONDS = 3000;

/** Starts it by this program, `deno` on the PATH. */
export async function startInChild(
  request: ApartRequest,
  spawn: SpawnPiped,
  program = "deno",
): Promise<ApartDemo> {
  const child = start(request, [program, ...childArguments(request)], spawn);
  const said = Promise.withResolvers<string | undefined>();
  const talk = readTalk(child.stderr);
  // Settled, not well: one that breaks off keeps nobody from waiting for the others.
  const closed = Promise.allSettled([child.code, talk, readFirstLine(child.stdout, said)]);
  try {
    const line = await said.promise;
    if (line === undefined) throw new ChildError(endOf(await child.code, await talk));
    const answer = readAnswer(line);
    if (answer.kind === "failed") throw new Error(answer.message);
    if (answer.kind !== "ready") throw new ChildError(`it answered "${answer.kind}"`);
    return { ready: answer, [Symbol.asyncDispose]: () => end(child, closed) };
  } catch (error) {
    await end(child, closed);
    throw error instanceof ChildError ? cannotStart(request, error.message) : error;
  }
}

/** The child itself fails, before it can say anything about the demo. */
class ChildError extends Error {}

function start(
  request: ApartRequest,
  command: readonly string[],
  spawn: SpawnPiped,
): PipedChild {
  try {
    return spawn(command);
  } catch (error) {
    throw cannotStart(request, messageOf(error));
  }
}

function childArguments({ name, options }: ApartRequest): readonly string[] {
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

/**
 * Tells the first line, or nothing where there is none, or why it cannot be told. What comes after it
 * is read as well: the child never waits for a reader.
 */
async function readFirstLine(
  stream: ReadableStream<Uint8Array>,
  said: PromiseWithResolvers<string | undefined>,
): Promise<void> {
  const decoder = new TextDecoder();
  let text = "";
  let isTold = false;
  try {
    for await (const bytes of stream) {
      if (isTold) continue;
      const piece = decoder.decode(bytes, { stream: true });
      const end = piece.indexOf("\n");
      text += end === -1 ? piece : piece.slice(0, end);
      isTold = end !== -1 || text.length > MAX_LINE_LENGTH;
      if (!isTold) continue;
      if (text.length <= MAX_LINE_LENGTH) said.resolve(text);
      else said.reject(new ChildError(`its first line is longer than ${MAX_LINE_LENGTH}`));
      text = "";
    }
    said.resolve(undefined);
  } catch (error) {
    said.reject(new ChildError(`cannot read what it says: ${messageOf(error)}`));
  }
}

/** The last of what the child says. */
async function readTalk(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let talk = "";
  for await (const bytes of stream) {
    talk = (talk + decoder.decode(bytes, { stream: true })).slice(-MAX_TALK_LENGTH);
  }
  return stripVTControlCharacters(talk).trim();
}

function readAnswer(line: string): ApartAnswer {
  const parsed = parseJson(line);
  if (!parsed.ok || !isJsonObject(parsed.value)) throw new ChildError(`it said "${line}"`);
  // Our own child.ts wrote it.
  return parsed.value as unknown as ApartAnswer;
}

function endOf(code: number, talk: string): string {
  return `it ended with code ${code}${talk === "" ? "" : `: ${talk}`}`;
}

async function end(child: PipedChild, closed: Promise<unknown>): Promise<void> {
  // One that has ended already takes no goodbye.
  child.stdin.close().catch(() => {});
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
