// The whole way: reads two tapes and compares them; what another good tape differs in is noise.

import type { StoredTape } from "../tape/reader.ts";
import type { ActTape } from "./act.ts";
import { compareTapes } from "./compare_tapes.ts";
import { learnNoise } from "./learn.ts";
import { readActs } from "./read_acts.ts";
import type { DiffResult } from "./result.ts";
import { DEFAULT_RULES, type DiffRules } from "./rules.ts";
import { Vocabulary } from "./vocabulary.ts";

/** A tape that can be opened: it is read from its beginning each time. */
export interface TapeToRead {
  /** What the user called it. */
  readonly name: string;
  open(): Promise<StoredTape>;
}

export interface DiffOptions {
  /** The one that is known to be good. */
  readonly left: TapeToRead;
  readonly right: TapeToRead;
  /** Another good one: whatever differs between the two is noise. */
  readonly baseline?: TapeToRead;
  readonly rules?: DiffRules;
  /** Told how far the reading is, now and then. */
  readonly onProgress?: (read: { readonly name: string; readonly lines: number }) => void;
}

export async function diffTapes(options: DiffOptions): Promise<DiffResult> {
  const { left, right, baseline, rules = DEFAULT_RULES, onProgress } = options;
  if (baseline === undefined) return await compare(left, right, rules, onProgress);
  const between = await compare(left, baseline, rules, onProgress);
  return await compare(left, right, { ...rules, noise: learnNoise(between) }, onProgress);
}

async function compare(
  left: TapeToRead,
  right: TapeToRead,
  rules: DiffRules,
  onProgress: DiffOptions["onProgress"],
): Promise<DiffResult> {
  const vocabulary = new Vocabulary(rules);
  const read = async ({ name, open }: TapeToRead): Promise<ActTape> => {
    await using tape = await open();
    return await readActs(tape, {
      name,
      rules,
      vocabulary,
      ...(onProgress === undefined
        ? {}
        : { onProgress: (lines: number) => onProgress({ name, lines }) }),
    });
  };
  const good = await read(left);
  return compareTapes(good, await read(right), rules, vocabulary);
}
