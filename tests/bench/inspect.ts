// `inspect` over large tapes, as whole processes: a scan with --where, --stats, and how soon the first
// line of a huge tape stands there; beside bare line-splitting with two JSON.parse, and beside jq.

// deno-lint-ignore-file no-console

import type { Bench } from "./bench.ts";
import { writeLargeTape } from "./inspect_tape.ts";
import { firstLine, measure, type Measured } from "./inspect_process.ts";

const ENTRIES = 1_000_000;
const HUGE_BYTES = 1_000_000_000;
const ROUNDS = 3;
const WHERE = 'event == "location:track" && args[0].speed > 19 && from == "server"';

/** The same question for jq: the message's own JSON is parsed again, as it must be. */
const JQ =
  'select(.kind == "message" and .from == "server" and (.text | startswith("42/sfa,"))) | ' +
  '(.text[7:] | fromjson) | select(.[0] == "location:track" and .[1].speed > 19)';

/** What most people look for: something that is not in every line. */
const RARE_WHERE = 'event == "seen" && args[0].step > 1000';
const RARE_JQ = 'select(.kind == "message" and (.text | startswith("42/sfa,"))) | ' +
  '(.text[7:] | fromjson) | select(.[0] == "seen" and .[1].step > 1000)';

const HERE = decodeURIComponent(new URL(".", import.meta.url).pathname);
const DENO = ["deno", "run", "--cached-only", "--no-prompt", "--ignore-env", "--allow-read"];

function inspect(path: string, ...flags: readonly string[]): readonly string[] {
  const env = "--allow-env=WIRETAPE_*,TERM,COLORTERM,NO_COLOR,FORCE_COLOR,CI,INIT_CWD";
  return [...DENO, env, `${HERE}../../main.ts`, "inspect", path, ...flags];
}

/** In turns, so that a busy machine is busy for all of them alike; the middle one of each counts. */
async function inTurns(
  commands: readonly (readonly string[])[],
): Promise<readonly Measured[]> {
  const all: Measured[][] = commands.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, command] of commands.entries()) all[index]?.push(await measure(command));
  }
  return all.map(middleOf);
}

function middleOf(all: readonly Measured[]): Measured {
  const sorted = all.toSorted((left, right) => left.seconds - right.seconds);
  const middle = sorted[sorted.length >> 1];
  if (middle === undefined) throw new Error("No round was measured");
  return { ...middle, megabytes: Math.max(...all.map(({ megabytes }) => megabytes)) };
}

function tell(name: string, { seconds, megabytes, lines }: Measured, ratio = ""): void {
  const figures = `${seconds.toFixed(2).padStart(7)} s  ${megabytes.toFixed(0).padStart(4)} MB`;
  console.log(`${name.padEnd(34)} ${figures}  ${String(lines).padStart(8)} lines  ${ratio}`);
}

async function scans(folder: string): Promise<void> {
  const path = `${folder}/large.ndjson`;
  await writeLargeTape(path, { entries: ENTRIES });
  const [bare, where, stats, rare] = await inTurns([
    [...DENO, `${HERE}inspect_bare.ts`, path],
    inspect(path, "--where", WHERE, "--json"),
    inspect(path, "--stats"),
    inspect(path, "--where", RARE_WHERE, "--json"),
  ]);
  if (bare === undefined || where === undefined || stats === undefined || rare === undefined) {
    throw new Error("Not everything was measured");
  }
  const share = ({ seconds }: Measured): string => `${(bare.seconds / seconds).toFixed(2)} of bare`;
  tell("bare: lines, two JSON.parse", bare);
  tell("inspect --where … --json", where, share(where));
  tell("inspect --stats", stats, share(stats));
  await besideJq(path, JQ, where);
  tell("inspect --where, a rare event", rare, share(rare));
  await besideJq(path, RARE_JQ, rare);
}

/** The same question, once: it is slow, and steady. */
async function besideJq(path: string, question: string, ours: Measured): Promise<void> {
  const jq = await measure(["jq", "-c", question, path]).catch(() => undefined);
  if (jq === undefined) {
    console.log("SKIPPED: there is no jq here");
    return;
  }
  tell("jq, the same question", jq, `inspect is ${(jq.seconds / ours.seconds).toFixed(1)} times`);
  if (jq.lines !== ours.lines) throw new Error(`jq found ${jq.lines}, inspect ${ours.lines}`);
}

async function huge(folder: string): Promise<void> {
  const path = `${folder}/huge.ndjson`;
  await writeLargeTape(path, { bytes: HUGE_BYTES });
  const { size } = await Deno.stat(path);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await firstLine(inspect(path)));
  const [least = 0, median = 0] = times.toSorted((left, right) => left - right);
  const what = `first line of a tape of ${(size / 1e9).toFixed(2)} GB`;
  console.log(`${what}: ${median.toFixed(3)} s (least ${least.toFixed(3)} s)`);
}

export const inspectScan: Bench = {
  name: "inspect-scan",
  summary: `a tape of ${ENTRIES} entries: --where and --stats beside bare lines and jq`,
  run: () => inFolder(scans),
};

export const inspectHuge: Bench = {
  name: "inspect-huge",
  summary: "how soon the first line of a tape of 1 GB is printed",
  run: () => inFolder(huge),
};

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
