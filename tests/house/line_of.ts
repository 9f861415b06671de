// Finds the entries of the tapes that ship by what they say, so that a tape can be recorded anew:
// every line number and every time is another one then.

import { join } from "node:path";
import { root } from "./tree.ts";

export interface FixtureLine {
  /** The header's is 1, as everywhere. */
  readonly number: number;
  /** What stands there; nobody has checked it. */
  readonly entry: Readonly<Record<string, unknown>>;
}

/** Chooses a line by what was sent in it (logs do not count), or by the whole entry. */
export type Choice = string | ((entry: FixtureLine["entry"]) => boolean);

/** The lines of `fixtures/tapes/NAME.ndjson`. */
export function fixtureLines(tape: string): readonly FixtureLine[] {
  const text = Deno.readTextFileSync(join(root, "fixtures", "tapes", `${tape}.ndjson`));
  return text.trimEnd().split("\n").map((line, index) => ({
    number: index + 1,
    entry: JSON.parse(line),
  }));
}

/** The numbers of all such lines; of a polling body as often as its packets say so. */
export function linesOf(tape: string, choice: Choice): readonly number[] {
  return fixtureLines(tape).flatMap(({ number, entry }) => {
    if (typeof choice !== "string") return choice(entry) ? [number] : [];
    return packetsOf(entry).filter((packet) => packet.includes(choice)).map(() => number);
  });
}

/** The number of the first such line. */
export function lineOf(tape: string, choice: Choice): number {
  const [number] = linesOf(tape, choice);
  if (number === undefined) throw new RangeError(`The tape ${tape} has no line with ${choice}`);
  return number;
}

/** When the entry on this line was, in milliseconds. */
export function timeOf(tape: string, number: number): number {
  const at = fixtureLines(tape)[number - 1]?.entry.at;
  if (typeof at !== "number") throw new RangeError(`Line ${number} of ${tape} has no time`);
  return at;
}

function packetsOf({ kind, text }: FixtureLine["entry"]): readonly string[] {
  return typeof text === "string" && kind !== "log" ? text.split("\x1e") : [];
}
