// The tape that a user names: a file, or `@1` for the newest in the folder `tapes` where the user
// stands, `@2` for the one before it.

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { counted } from "../view/terminal/duration.ts";
import { type Flag, textFlag } from "./flags.ts";
import type { Host } from "./host.ts";
import { UsageError } from "./usage_error.ts";

/** Where tapes go when nobody says. */
export const TAPES_FOLDER = "tapes";

const NUMBERED = /^@(\d+)$/;

/** `@1`: a tape by its age, and no file's name. */
export function isNumbered(typed: string): boolean {
  return NUMBERED.test(typed);
}

/** The absolute path of a tape, as the user typed its name. */
export function tapePath(typed: string, host: Host): string {
  const [, number] = NUMBERED.exec(typed) ?? [];
  if (number === undefined) return host.resolvePath(typed);
  const folder = host.resolvePath(TAPES_FOLDER);
  const newestFirst = tapesIn(folder);
  const name = newestFirst[Number(number) - 1];
  if (name !== undefined) return join(folder, name);
  throw new UsageError(
    `Cannot find the tape ${typed}: ` +
      (newestFirst.length === 0
        ? `there is none in the folder ${TAPES_FOLDER} here`
        : `the folder ${TAPES_FOLDER} here has ${counted(newestFirst.length, "tape")}`),
    number === "0" ? "@1 is the newest" : "deno task record makes one",
  );
}

export interface NewTapeFlagOptions {
  readonly summary: string;
  readonly example?: string;
  /** `-` is standard output. */
  readonly toStdout?: boolean;
}

/** `--out` of whatever writes a tape: a file that can be named again as it was named there. */
export function newTapeFlag(options: NewTapeFlagOptions): Flag<string | undefined> {
  const { toStdout = false, ...rest } = options;
  const flag = textFlag({ ...rest, takes: "FILE", short: "o" });
  return {
    ...flag,
    read(written, name): string | undefined {
      const typed = flag.read(written, name);
      if (typed !== undefined) refuseNewTape(typed, name, toStdout);
      return typed;
    },
  };
}

function refuseNewTape(typed: string, name: string, toStdout: boolean): void {
  if (isNumbered(typed)) {
    throw new UsageError(
      `Cannot read ${name} "${typed}": it means a tape by its age, where tapes are read`,
      `Write ${name} ./${typed} for a file of that name`,
    );
  }
  if (typed !== "-" || toStdout) return;
  throw new UsageError(
    `Cannot read ${name} "-": a recording goes into a file, and not to stdout`,
    `Write ${name} ./- for a file of that name; inspect --follow FILE reads a tape as it grows`,
  );
}

/** The newest first; names that users chose say nothing about time, names of ours settle ties. */
function tapesIn(folder: string): readonly string[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(".ndjson"));
  } catch {
    return [];
  }
  return names
    .map((name) => ({ name, writtenAt: writtenAt(join(folder, name)) }))
    .sort((left, right) => right.writtenAt - left.writtenAt || (left.name < right.name ? 1 : -1))
    .map(({ name }) => name);
}

/** A file that has gone meanwhile is the oldest. */
function writtenAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
