// Text in quotes, as expressions and paths have it: "…" or '…', with the escapes of JSON and \'.

import { ExpressionError, type Readable } from "./expression_error.ts";

export interface Quoted {
  readonly value: string;
  /** Behind the closing quote. */
  readonly end: number;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

const UNICODE_ESCAPE = /^u([0-9a-fA-F]{4})/;

/** Reads the text whose opening quote stands at `start`. */
export function readQuoted(text: string, start: number, what: Readable): Quoted {
  const quote = text[start];
  let value = "";
  for (let offset = start + 1; offset < text.length; offset++) {
    const character = text[offset] ?? "";
    if (character === quote) return { value, end: offset + 1 };
    if (character !== "\\") {
      value += character;
      continue;
    }
    const escape = readEscape(text.slice(offset + 1, offset + 6));
    if (escape === undefined) {
      const unknown = text.slice(offset, offset + 2);
      if (unknown.length < 2) break;
      throw new ExpressionError({
        what,
        text,
        offset,
        reason: `${unknown} is no escape`,
        advice: `Write \\\\ for a backslash`,
      });
    }
    value += escape.character;
    offset += escape.length;
  }
  throw new ExpressionError({
    what,
    text,
    offset: start,
    reason: `the text that begins here has no closing ${quote}`,
  });
}

function readEscape(rest: string): { character: string; length: number } | undefined {
  const [whole, digits] = UNICODE_ESCAPE.exec(rest) ?? [];
  if (whole !== undefined && digits !== undefined) {
    return { character: String.fromCharCode(Number.parseInt(digits, 16)), length: whole.length };
  }
  const letter = rest[0] ?? "";
  const character = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
  return character === undefined ? undefined : { character, length: 1 };
}
