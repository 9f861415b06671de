// The tape that is played: the one that was named, else the newest, else the fixture that every
// checkout has, so that there is always something to connect to.

import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readChunks } from "../../net/files.ts";
import { unpackTape } from "../../net/tape_source.ts";
import { readScript } from "../../replay/read_script.ts";
import type { ReplayScript } from "../../replay/script.ts";
import type { TapeHeader } from "../../tape/entry.ts";
import { describeProblem } from "../../tape/problem.ts";
import { readTape } from "../../tape/reader.ts";
import type { Host } from "../host.ts";
import { unreadable } from "../inspect/reading.ts";
import { tapePath, TAPES_FOLDER } from "../tape_path.ts";
import { UsageError } from "../usage_error.ts";

export interface PlayedTape {
  /** As it is shown. */
  readonly name: string;
  /** Why this one, where nobody named it. */
  readonly why?: string;
  readonly header: TapeHeader;
  readonly script: ReplayScript;
  readonly problems: readonly string[];
}

/** S1, recorded from the demo. */
const FIXTURE = fileURLToPath(new URL("../../../fixtures/tapes/tracking.ndjson", import.meta.url));

export async function openPlayedTape(typed: string | undefined, host: Host): Promise<PlayedTape> {
  const { name, why, bytes } = choose(typed, host);
  const problems: string[] = [];
  try {
    const tape = await readTape(unpackTape(bytes, name), {
      onProblem: (problem) => problems.push(describeProblem(problem)),
    });
    const script = await readScript(tape);
    const { state } = tape.ending();
    const isCut = state === "cut-short" || state === "torn";
    if (isCut) problems.push("The tape was cut short: it has no end, and what is on it is played");
    if (script.sessions.length === 0) {
      throw new UsageError(
        `Cannot play "${name}": there is no session on it` +
          (isCut ? "; it was cut short before the first one" : ""),
        "deno task inspect shows what is",
      );
    }
    const { header } = tape;
    return { name, header, script, problems, ...(why === undefined ? {} : { why }) };
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw unreadable(name, cause);
  }
}

interface Choice {
  readonly name: string;
  readonly why?: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

function choose(typed: string | undefined, host: Host): Choice {
  if (typed === "-") return { name: "stdin", bytes: host.stdin.bytes };
  if (typed !== undefined) return { name: typed, bytes: readChunks(tapePath(typed, host)) };
  if (hasTapes(host)) {
    const path = tapePath("@1", host);
    const folder = host.resolvePath(TAPES_FOLDER);
    const name = `${TAPES_FOLDER}${path.slice(folder.length)}`;
    return { name, why: "the newest tape", bytes: readChunks(path) };
  }
  const why = `there is no tape in the folder ${TAPES_FOLDER} here, so this is Wiretape's own`;
  return { name: "fixtures/tapes/tracking.ndjson", why, bytes: readChunks(FIXTURE) };
}

function hasTapes(host: Host): boolean {
  try {
    return readdirSync(host.resolvePath(TAPES_FOLDER)).some((name) => name.endsWith(".ndjson"));
  } catch {
    return false;
  }
}
