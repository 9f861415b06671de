// Runs `drive` in this process, in a folder of its own, and reads what it put on its new tape.

import { join } from "node:path";
import { run } from "../../src/cli/run.ts";
import { readChunks } from "../../src/net/files.ts";
import { readScript } from "../../src/replay/read_script.ts";
import type { ReplayScript } from "../../src/replay/script.ts";
import { readTape } from "../../src/tape/reader.ts";
import { type FakeHost, fakeHost } from "../cli/fake_host.ts";
import { root } from "../house/tree.ts";

export interface DrivenRun {
  readonly code: number;
  readonly host: FakeHost;
  /** What was said on stderr. */
  readonly said: string;
  /** The new tape as a script; undefined when there is none. */
  readonly script: ReplayScript | undefined;
  /** The new tape's text. */
  readonly text: string;
}

export interface DriveOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly during?: (host: FakeHost) => void | Promise<void>;
}

/** The path of a shipped tape. */
export function fixture(name: string): string {
  return join(root, "fixtures", "tapes", `${name}.ndjson`);
}

/** Drives with these arguments, the tape and the URL first. */
export async function drive(
  args: readonly string[],
  options: DriveOptions = {},
): Promise<DrivenRun> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const host = fakeHost({ folder, ...(options.env === undefined ? {} : { env: options.env }) });
    const running = run(["drive", ...args, "--out", "new.ndjson"], host);
    await options.during?.(host);
    const code = await running;
    const path = join(folder, "new.ndjson");
    const text = await Deno.readTextFile(path).catch(() => "");
    const script = text === "" ? undefined : await readScript(await readTape(readChunks(path)));
    return { code, host, said: host.stderr.written, script, text };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
