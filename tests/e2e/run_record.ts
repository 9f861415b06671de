// Runs `record` in this process, in a folder of its own, and reads what it put on tape.

import { assertEquals } from "@std/assert";
import { run } from "../../src/cli/run.ts";
import { readChunks } from "../../src/net/files.ts";
import type { TapeLine } from "../../src/tape/entry.ts";
import { readTape } from "../../src/tape/reader.ts";
import { decodeTape } from "../../src/timeline/decode_tape.ts";
import { type FakeHost, fakeHost } from "../cli/fake_host.ts";

export interface RecordedRun {
  readonly code: number;
  readonly host: FakeHost;
  readonly lines: readonly TapeLine[];
  /** `from namespace name arguments` of every event on the tape. */
  readonly events: readonly string[];
  readonly text: string;
}

/** What a test does while it runs, and which machine it believes to run on. */
export interface RecordOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly during?: (host: FakeHost) => void;
}

/** Runs `record` with these arguments in a folder of its own, and reads the tape. */
export async function record(
  args: readonly string[],
  options: RecordOptions = {},
): Promise<RecordedRun> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const host = fakeHost({ folder, ...(options.env === undefined ? {} : { env: options.env }) });
    const running = run(["record", ...args, "--out", "tape.ndjson"], host);
    options.during?.(host);
    const code = await running;
    const path = `${folder}/tape.ndjson`;
    const lines: TapeLine[] = [];
    const events: string[] = [];
    const tape = await readTape(readChunks(path));
    for await (const { line, decoded } of decodeTape(tape)) {
      lines.push(line);
      for (const { from, event } of decoded) {
        if (event === undefined) continue;
        const { namespace, name, args } = event;
        events.push(`${from} ${namespace} ${name} ${JSON.stringify(args)}`);
      }
    }
    assertEquals(tape.ending().state, "whole");
    return { code, host, lines, events, text: await Deno.readTextFile(path) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
