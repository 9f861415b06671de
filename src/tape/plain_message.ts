// The line of a message as our writer writes it, read without a parser for all of JSON: most lines
// of large tapes are such, and only their text is worth parsing. Whatever is written in another way
// is left to JSON.parse, so that what comes out is the same in every case.

import type { MessageEntry } from "./entry.ts";

/**
 * All that stands before the text. One pattern, since comparing letter by letter takes several times
 * as long. Numbers have no more than 15 digits: then one division by a power of ten is exact.
 */
const HEAD =
  /\{"kind":"message","at":(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?,"conn":(?:0|[1-9]\d{0,8}),"from":"(?:server|client)","text":"/y;

const AT_START = '{"kind":"message","at":'.length;
const CONNECTION_LENGTH = ',"conn":'.length;
/** From the first letter of the side to the text. */
const SIDE_LENGTH = 'server","text":"'.length;

const QUOTE = 0x22;
const COMMA = 0x2c;
const POINT = 0x2e;
const DIGIT_0 = 0x30;
const SMALL_S = 0x73;
const CLOSING_BRACE = 0x7d;

const POWERS_OF_TEN: readonly number[] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];

/** A message of text with nothing beside it; undefined for every other line. */
export function readPlainMessage(line: string): MessageEntry | undefined {
  HEAD.lastIndex = 0;
  if (!HEAD.test(line) || !endsWithText(line)) return undefined;
  const textStart = HEAD.lastIndex;
  const text = readString(line.slice(textStart - 1, -1));
  if (text === undefined) return undefined;
  let digits = 0;
  let point = 0;
  let offset = AT_START;
  for (let code; (code = line.charCodeAt(offset)) !== COMMA; offset++) {
    if (code === POINT) point = offset;
    else digits = digits * 10 + code - DIGIT_0;
  }
  const decimals = point === 0 ? 0 : offset - point - 1;
  const at = decimals === 0 ? digits : digits / (POWERS_OF_TEN[decimals] ?? 1);
  let conn = 0;
  offset += CONNECTION_LENGTH;
  for (let code; (code = line.charCodeAt(offset)) !== COMMA; offset++) {
    conn = conn * 10 + code - DIGIT_0;
  }
  const isServer = line.charCodeAt(textStart - SIDE_LENGTH) === SMALL_S;
  return { kind: "message", at, conn, from: isServer ? "server" : "client", text };
}

/** Nearly always, no field follows then. */
function endsWithText(line: string): boolean {
  const last = line.length - 1;
  return line.charCodeAt(last) === CLOSING_BRACE && line.charCodeAt(last - 1) === QUOTE;
}

/** What begins with a quote is one string or no JSON: a field may follow, or the text be bad. */
function readString(json: string): string | undefined {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
