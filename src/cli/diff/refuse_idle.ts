// `--only` that fits nothing at all: refused with the names that there are, which takes another look at
// the tapes.

import { suggest } from "../../base/suggest.ts";
import { readActs } from "../../diff/read_acts.ts";
import { DEFAULT_RULES } from "../../diff/rules.ts";
import type { Layer } from "../../timeline/moment.ts";
import { Vocabulary } from "../../diff/vocabulary.ts";
import { UsageError } from "../usage_error.ts";
import type { DiffTape } from "./tapes.ts";

/** How many names are told. */
const MOST_NAMES = 12;

/** The mistake as it is told: what was meant, or what there is. */
export async function nothingFits(
  only: readonly string[],
  tapes: readonly DiffTape[],
  layer: Layer,
): Promise<UsageError> {
  const names = await namesOn(tapes, layer);
  const typed = only.map((name) => `"${name}"`).join(" and ");
  const meant = only.flatMap((name) => suggest(name, names) ?? []);
  const shown = names.slice(0, MOST_NAMES).join(", ");
  const more = names.length > MOST_NAMES ? `, and ${names.length - MOST_NAMES} more` : "";
  return new UsageError(
    `Cannot compare only ${typed}: neither tape has an event or a namespace of that name`,
    meant.length > 0
      ? `Did you mean ${meant.map((name) => `"${name}"`).join(" and ")}?`
      : names.length === 0
      ? undefined
      : `There are ${shown}${more}`,
  );
}

/** Namespaces first. What came through a pipe cannot be read again. */
async function namesOn(tapes: readonly DiffTape[], layer: Layer): Promise<readonly string[]> {
  const rules = { ...DEFAULT_RULES, layer };
  const vocabulary = new Vocabulary(rules);
  for (const { name, open, isPipe } of tapes) {
    if (isPipe) continue;
    await using tape = await open();
    await readActs(tape, { name, rules, vocabulary });
  }
  const { keys } = vocabulary;
  const told = keys.filter(({ kind }) => kind === "event" || kind === "http");
  const shown = told.length === 0 ? keys : told;
  return [
    ...new Set([
      ...keys.filter(({ kind }) => kind !== "open" && kind !== "http").map((key) => key.namespace),
      ...shown.map(({ name }) => name),
    ]),
  ];
}
