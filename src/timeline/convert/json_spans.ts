// Where each value stands in a JSON text, so that one of them can be replaced and all others keep the
// very characters that were sent: numbers that no double holds, escapes, the order of keys.

/** A value of the text, from its first character to behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** Of an object: its members in their order, duplicates too. */
  readonly members?: readonly Member[];
  /** Of a list. */
  readonly items?: readonly Span[];
}

export interface Member {
  readonly key: string;
  readonly value: Span;
}

/** Reads the value that begins at `start`; the text must be JSON there, as `parseJson` has found. */
export function readSpan(text: string, start: number): Span {
  const at = skipSpace(text, start);
  switch (text[at]) {
    case "{":
      return readObject(text, at);
    case "[":
      return readList(text, at);
    case '"':
      return { start: at, end: endOfString(text, at) };
    default:
      return { start: at, end: endOfWord(text, at) };
  }
}

function readObject(text: string, start: number): Span {
  const members: Member[] = [];
  let at = skipSpace(text, start + 1);
  while (at < text.length && text[at] !== "}") {
    const keyEnd = endOfString(text, at);
    const key: unknown = JSON.parse(text.slice(at, keyEnd));
    const value = readSpan(text, skipSpace(text, keyEnd) + 1);
    members.push({ key: String(key), value });
    at = skipComma(text, value.end);
  }
  return { start, end: at + 1, members };
}

function readList(text: string, start: number): Span {
  const items: Span[] = [];
  let at = skipSpace(text, start + 1);
  while (at < text.length && text[at] !== "]") {
    const item = readSpan(text, at);
    items.push(item);
    at = skipComma(text, item.end);
  }
  return { start, end: at + 1, items };
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const WORD = /[^\s,\]}]*/y;

function skipSpace(text: string, start: number): number {
  SPACE.lastIndex = start;
  SPACE.test(text);
  return SPACE.lastIndex;
}

function skipComma(text: string, start: number): number {
  const at = skipSpace(text, start);
  return text[at] === "," ? skipSpace(text, at + 1) : at;
}

/** Looked for by hand: a pattern's engine may run out of stack for strings of megabytes. */
function endOfString(text: string, start: number): number {
  if (text.length - start < 10_000) {
    STRING.lastIndex = start;
    return STRING.test(text) ? STRING.lastIndex : text.length;
  }
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function endOfWord(text: string, start: number): number {
  WORD.lastIndex = start;
  WORD.test(text);
  return WORD.lastIndex;
}
