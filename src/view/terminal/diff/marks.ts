// The marks that stand in compared values for what is no data: ids that are other ones in every run,
// and secrets. People and programs read them as words.

import { HIDDEN } from "../../../diff/mask.ts";
import { OTHER_ID, OWN_ID } from "../../../diff/volatile_ids.ts";

const WORDS: readonly (readonly [mark: string, word: string])[] = [
  [OWN_ID, "<own id>"],
  [OTHER_ID, "<another id>"],
  [HIDDEN, "<hidden>"],
];

/** The text with words in the place of marks. */
export function withMarks(text: string): string {
  return WORDS.reduce((result, [mark, word]) => result.replaceAll(mark, word), text);
}
