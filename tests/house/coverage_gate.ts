// `deno coverage --lcov | deno run coverage_gate.ts`: the line coverage of the floors that decode
// and keep what peers sent. Below the limit for any of them it exits 1; a file that no test loads
// counts as not covered at all.

// deno-lint-ignore-file no-console

import { relative } from "./lint/paths.ts";
import { hasCode, root, walkFiles } from "./tree.ts";

const GATED_ROOMS = ["src/wire", "src/protocols", "src/tape"];
const LEAST_PERCENT = 95;
/** So many of the least covered files are named. */
const SHOWN_FILES = 5;

export interface FileCoverage {
  readonly path: string;
  readonly found: number;
  readonly hit: number;
}

/** The line counts of each file of an lcov report; paths as they stand there. */
export function parseLcov(report: string): readonly FileCoverage[] {
  return report.split("end_of_record").flatMap((record) => {
    const path = /^SF:(.+)$/m.exec(record)?.[1];
    if (path === undefined) return [];
    const count = (key: string): number =>
      Number(new RegExp(`^${key}:(\\d+)$`, "m").exec(record)?.[1] ?? 0);
    return [{ path, found: count("LF"), hit: count("LH") }];
  });
}

/** The percentage of all lines together; 100 where there are none. */
export function percent(files: readonly FileCoverage[]): number {
  const found = files.reduce((sum, file) => sum + file.found, 0);
  const hit = files.reduce((sum, file) => sum + file.hit, 0);
  return found === 0 ? 100 : hit / found * 100;
}

/** Files with code that the report does not know: nothing loaded them. */
async function unloadedFiles(room: string, known: ReadonlySet<string>): Promise<FileCoverage[]> {
  const files = await Array.fromAsync(walkFiles(room, ".ts"));
  return files.filter(({ path, text }) => !known.has(path) && hasCode(text))
    .map(({ path, text }) => ({ path, found: text.split("\n").length, hit: 0 }));
}

async function main(): Promise<void> {
  const report = await new Response(Deno.stdin.readable).text();
  const covered = parseLcov(report).map((file) => ({ ...file, path: relative(root, file.path) }));
  const known = new Set(covered.map(({ path }) => path));
  const all: FileCoverage[] = [];
  let isEnough = true;
  console.log(`Line coverage (at least ${LEAST_PERCENT} %)`);
  for (const room of GATED_ROOMS) {
    const files = covered.filter(({ path }) => path.startsWith(`${room}/`));
    files.push(...await unloadedFiles(room, known));
    const share = percent(files);
    isEnough &&= files.length > 0 && share >= LEAST_PERCENT;
    console.log(`  ${room.padEnd(15)} ${share.toFixed(1).padStart(5)} %  ${files.length} files`);
    all.push(...files);
  }
  const least = all.toSorted((left, right) => percent([left]) - percent([right]));
  for (const file of least.slice(0, SHOWN_FILES).filter((file) => percent([file]) < 100)) {
    console.log(`    ${percent([file]).toFixed(1).padStart(5)} %  ${file.path}`);
  }
  if (!isEnough) Deno.exit(1);
}

if (import.meta.main) await main();
