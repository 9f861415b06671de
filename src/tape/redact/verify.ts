// Looks again for secrets in what was redacted: anything found outside the listed ranges was missed.
// It tells places and lengths, never what stands there.

import type { Entry, TapeHeader } from "../entry.ts";
import { hideEntry, hideHeader } from "./hide_entry.ts";
import { Rules } from "./rules.ts";

/** A secret that stands open. */
export interface FoundSecret {
  /** As `redacted` would name it. */
  readonly field: string;
  readonly start: number;
  readonly length: number;
}

/** Finds secrets outside the ranges that entries list. Rules are made once, for a whole tape. */
export class SecretFinder {
  readonly #rules: Rules;

  constructor(extra: readonly (string | RegExp)[] = []) {
    this.#rules = new Rules(extra);
  }

  /** The secrets left in an entry or in a tape's header; empty when all are hidden. */
  find(line: Entry | TapeHeader): readonly FoundSecret[] {
    const { found } = line.kind === "tape"
      ? hideHeader(line, this.#rules)
      : hideEntry(line, this.#rules);
    return found.flatMap(({ field, hits }) =>
      hits.map(({ start, end }) => ({ field, start, length: end - start }))
    );
  }
}

const usual = new SecretFinder();

/** The secrets left in an entry or in a tape's header by the closed list alone. */
export function findSecrets(line: Entry | TapeHeader): readonly FoundSecret[] {
  return usual.find(line);
}
