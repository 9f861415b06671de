// Reads one JavaScript string literal, as JSONP carries it. Servers that are not written in
// JavaScript escape less than JSON asks for; a browser takes that, so this does too.

import type { Note } from "../../base/note.ts";

export interface StringLiteral {
  readonly value: string;
  /** Where the script goes on. */
  readonly end: number;
  readonly notes: readonly Note[];
}

/** `start` is where the opening quote stands. An unterminated literal goes to the end. */
export function readStringLiteral(script: string, start: number): StringLiteral {
  const quote = script.charAt(start);
  const pattern = quote === "'" ? SINGLE_QUOTED : DOUBLE_QUOTED;
  pattern.lastIndex = start + 1;
  const pieces: string[] = [];
  const notes: Note[] = [];
  let position = start + 1;
  for (;;) {
    const plain = pattern.exec(script)?.index ?? script.length;
    pieces.push(script.slice(position, plain));
    position = plain;
    const character = script.charAt(position);
    if (character === quote) return { value: pieces.join(""), end: position + 1, notes };
    if (character === "") {
      notes.push(literalNote("a string without its closing quote", position));
      return { value: pieces.join(""), end: position, notes };
    }
    if (character === "\\") {
      const escape = readEscape(script, position);
      if (escape.broken) notes.push(literalNote(`an escape that is none`, position));
      pieces.push(escape.value);
      position = escape.end;
    } else {
      notes.push(literalNote("a line end inside a string", position));
      pieces.push(character);
      position++;
    }
    pattern.lastIndex = position;
  }
}

// ECMA-262, "String Literals": what cannot stand for itself in one.
const DOUBLE_QUOTED = /["\\\n\r]/g;
const SINGLE_QUOTED = /['\\\n\r]/g;

interface Escape {
  readonly value: string;
  readonly end: number;
  readonly broken?: true;
}

const HEX_ESCAPE = /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\})/y;

function readEscape(script: string, start: number): Escape {
  const letter = script.charAt(start + 1);
  const end = start + 2;
  switch (letter) {
    case "":
      return { value: "\\", end: start + 1, broken: true };
    case "\n":
      return { value: "", end };
    case "\r":
      return { value: "", end: script.charAt(end) === "\n" ? end + 1 : end };
    case "x":
    case "u":
      return readHexEscape(script, start);
    default:
      return { value: SINGLE_ESCAPES[letter] ?? letter, end };
  }
}

function readHexEscape(script: string, start: number): Escape {
  HEX_ESCAPE.lastIndex = start;
  const match = HEX_ESCAPE.exec(script);
  const hex = match?.[1] ?? match?.[2] ?? match?.[3];
  const code = hex === undefined ? Infinity : parseInt(hex, 16);
  if (match === null || code > 0x10ffff) {
    return { value: script.slice(start, start + 2), end: start + 2, broken: true };
  }
  return { value: String.fromCodePoint(code), end: start + match[0].length };
}

const SINGLE_ESCAPES: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  0: "\0",
};

function literalNote(what: string, offset: number): Note {
  return { rule: "engine.io/jsonp", text: `A browser would refuse this script: ${what}`, offset };
}
