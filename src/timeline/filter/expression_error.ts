// A mistake in an expression or a path: the user's to mend, so it says the column, shows the place,
// and advises. The command line prints all of it and ends with exit code 2.

/** What was being read. */
export type Readable = "expression" | "path";

/** What is wrong, where, and what to do about it. */
export interface Mistake {
  readonly what: Readable;
  /** The whole text. */
  readonly text: string;
  /** Where in it, in UTF-16 units from 0. */
  readonly offset: number;
  readonly reason: string;
  readonly advice?: string | undefined;
}

/** How much of a long text is shown to each side of the mistake, in characters. */
export const SHOWN_CHARACTERS = 60;

export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  /** The expression or path that cannot be read. */
  readonly text: string;
  /** Where in it, in characters from 1. */
  readonly column: number;
  /** What to do instead, a sentence without a full stop. */
  readonly advice: string | undefined;
  /** Two lines: the text, and a `^` under the place. */
  readonly pointer: string;

  constructor(mistake: Mistake, options?: ErrorOptions) {
    const { what, text, offset, reason, advice } = mistake;
    const column = [...text.slice(0, offset)].length + 1;
    super(`Cannot read the ${what} at column ${column}: ${reason}`, options);
    this.text = text;
    this.column = column;
    this.advice = advice;
    this.pointer = pointerTo(text, column);
  }
}

/** Everything that would break the line or move the `^` is shown as a space. */
function pointerTo(text: string, column: number): string {
  const characters = [...text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ")];
  const index = column - 1;
  const start = Math.max(0, index - SHOWN_CHARACTERS);
  const end = Math.min(characters.length, index + SHOWN_CHARACTERS);
  const before = start > 0 ? "…" : "";
  const after = end < characters.length ? "…" : "";
  const shown = `${before}${characters.slice(start, end).join("")}${after}`;
  return `${shown}\n${" ".repeat(before.length + index - start)}^`;
}
