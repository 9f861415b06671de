// What to write instead of a word that means nothing here.

import { FIELDS } from "./fields.ts";
import { FUNCTIONS } from "./functions.ts";
import { suggest } from "../../base/suggest.ts";

/** Words of other languages, and what they are here. */
const STRANGE_WORDS: Readonly<Record<string, string>> = {
  and: "Write && for and",
  or: "Write || for or",
  not: "Write !(…) for not",
  is: "Write == for is",
  matches: "Write =~ /…/ for matches",
  contains: "Write contains(x, y)",
  undefined: "Write !has(…) for what is not there",
  missing: "Write !has(…) for what is not there",
};

export function adviseWord(word: string): string | undefined {
  return Object.hasOwn(STRANGE_WORDS, word) ? STRANGE_WORDS[word] : undefined;
}

/** For a name that is no field; what stands beside a comparison was most likely meant as text. */
export function adviseField(name: string, isCompared: boolean): string {
  const word = adviseWord(name);
  if (word !== undefined) return word;
  if (isCompared) return `If it is text, put it in quotes: ${JSON.stringify(name)}`;
  return adviseOneOf("fields", name, FIELDS.map((field) => field.name));
}

export function adviseFunction(name: string): string {
  return adviseOneOf("functions", name, [...FUNCTIONS.keys()]);
}

function adviseOneOf(what: string, typed: string, known: readonly string[]): string {
  const meant = suggest(typed, known);
  return meant === undefined
    ? `The ${what} are ${known.join(", ")}`
    : `Did you mean ${JSON.stringify(meant)}?`;
}
