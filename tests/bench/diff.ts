// `diff` over large tapes, as whole processes: beside reading the same tapes, and beside git, which
// compares their lines.

// deno-lint-ignore-file no-console

import type { Bench } from "./bench.ts";
import { type TapePair, writeEdited, writeStrange } from "./diff_tapes.ts";
import { measure, type Measured } from "./inspect_process.ts";

const EDITED_ENTRIES = 1_000_000;
const STRANGE_ENTRIES = 100_000;
const ROUNDS = 3;

const HERE = decodeURIComponent(new URL(".", import.meta.url).pathname);
const DENO = ["deno", "run", "--cached-only", "--no-prompt", "--ignore-env", "--allow-read"];
const ENV = "--allow-env=WIRETAPE_*,TERM,COLORTERM,NO_COLOR,FORCE_COLOR,CI,INIT_CWD";

async function contest({ left, right }: TapePair): Promise<void> {
  const read = await rounds([...DENO, `${HERE}diff_read.ts`, left, right], 0);
  tell("reading both into moments", read);
  for (const flags of [[], ["--values"], ["--timing"]]) {
    const command = [...DENO, ENV, `${HERE}../../main.ts`, "diff", left, right, ...flags];
    const diff = await rounds(command, 1);
    const ratio = (diff.seconds / read.seconds).toFixed(2);
    tell(["diff", ...flags].join(" "), diff, `${ratio} times reading them`);
  }
  const git = await measure(["git", "diff", "--no-index", "--stat", left, right], 1)
    .catch(() => undefined);
  if (git === undefined) console.log("SKIPPED: there is no git here");
  else tell("git diff --no-index --stat", git, "by lines: every other `at` is a difference");
}

async function rounds(command: readonly string[], code: number): Promise<Measured> {
  const all: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) all.push(await measure(command, code));
  const sorted = all.toSorted((left, right) => left.seconds - right.seconds);
  const middle = sorted[sorted.length >> 1];
  if (middle === undefined) throw new Error("No round was measured");
  return { ...middle, megabytes: Math.max(...all.map(({ megabytes }) => megabytes)) };
}

function tell(name: string, { seconds, megabytes, lines }: Measured, ratio = ""): void {
  const figures = `${seconds.toFixed(2).padStart(7)} s  ${megabytes.toFixed(0).padStart(4)} MB`;
  console.log(`${name.padEnd(30)} ${figures}  ${String(lines).padStart(5)} lines  ${ratio}`);
}

export const diffEdited: Bench = {
  name: "diff-edited",
  summary: `two tapes of ${EDITED_ENTRIES} entries, 1 % of them edited`,
  run: () => inFolder((folder) => writeEdited(folder, EDITED_ENTRIES)),
};

export const diffStrange: Bench = {
  name: "diff-strange",
  summary: `two tapes of ${STRANGE_ENTRIES} entries that have nothing in common`,
  run: () => inFolder((folder) => writeStrange(folder, STRANGE_ENTRIES)),
};

async function inFolder(write: (folder: string) => Promise<TapePair>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    await contest(await write(folder));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
