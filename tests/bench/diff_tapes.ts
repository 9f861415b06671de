// Pairs of large tapes for the bench: one edited here and there, one that has nothing in common.

import { writeLargeTape } from "./inspect_tape.ts";

/** One line of a hundred is taken out, changed or said twice. */
const EDITED_PART = 100;

/** How many lines are written together. */
const BATCH_LINES = 5000;

export interface TapePair {
  readonly left: string;
  readonly right: string;
}

/** A tape, and the same with 1 % of its events edited. */
export async function writeEdited(folder: string, entries: number): Promise<TapePair> {
  const pair = { left: `${folder}/left.ndjson`, right: `${folder}/right.ndjson` };
  await writeLargeTape(pair.left, { entries });
  let count = 0;
  await rewrite(pair, (line) => {
    if (!line.includes("location:track")) return [line];
    count += 1;
    if (count % EDITED_PART !== 0) return [line];
    const changed = line.replace(/\\"speed\\":[\d.]+/, `\\"speed\\":${count}`);
    switch ((count / EDITED_PART) % 3) {
      case 0:
        return [];
      case 1:
        return [changed];
      default:
        return [line, changed];
    }
  });
  return pair;
}

/** Two tapes that have no event in common: other fields, other values. */
export async function writeStrange(folder: string, entries: number): Promise<TapePair> {
  const pair = { left: `${folder}/one.ndjson`, right: `${folder}/other.ndjson` };
  await writeLargeTape(pair.left, { entries });
  let count = 0;
  await rewrite(pair, (line) => {
    count += 1;
    return [
      line.replace('{\\"room\\":', `{\\"count\\":${count},\\"place\\":`)
        .replace('{\\"step\\":', '{\\"number\\":'),
    ];
  });
  return pair;
}

async function rewrite(
  { left, right }: TapePair,
  change: (line: string) => readonly string[],
): Promise<void> {
  using file = await Deno.open(right, { create: true, write: true, truncate: true });
  const encoder = new TextEncoder();
  let waiting: string[] = [];
  const flush = (): void => {
    let rest = encoder.encode(waiting.map((line) => `${line}\n`).join(""));
    while (rest.length > 0) rest = rest.subarray(file.writeSync(rest));
    waiting = [];
  };
  let entries = 0;
  for (const line of (await Deno.readTextFile(left)).split("\n")) {
    if (line === "") continue;
    const lines = line.startsWith('{"kind":"end"')
      ? [JSON.stringify({ ...JSON.parse(line), entries: entries - 1 })]
      : change(line);
    entries += lines.length;
    waiting.push(...lines);
    if (waiting.length >= BATCH_LINES) flush();
  }
  flush();
}
