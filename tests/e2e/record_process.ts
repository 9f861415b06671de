// `record` as a process of its own, as people start it, until it ends by itself.

import { join } from "node:path";
import { UNCOVERED } from "../house/uncovered.ts";
import { root } from "../house/tree.ts";
import { inTime } from "../peers/in_time.ts";

export interface EndedRecord {
  readonly code: number;
  /** What it said on stderr. */
  readonly said: string;
}

/** Its permissions are those of its task, which has one more for the demos. */
const PERMISSIONS = ["--no-prompt", "--ignore-env", "--allow-net", "--allow-read", "--allow-write"];

/** One that does not end is killed. */
export async function recordAsProcess(args: readonly string[]): Promise<EndedRecord> {
  const main = join(root, "main.ts");
  const child = new Deno.Command(UNCOVERED.program, {
    args: [
      ...UNCOVERED.args,
      "deno",
      "run",
      "--cached-only",
      ...PERMISSIONS,
      main,
      "record",
      ...args,
    ],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  try {
    const { code, stderr } = await inTime(child.output(), "record to end");
    return { code, said: new TextDecoder().decode(stderr) };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}
