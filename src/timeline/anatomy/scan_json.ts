// Finds where the pieces of a JSON text stand, and where it stops being one. JSON.parse tells
// neither; that both agree on what is JSON is tested.

import { MAX_JSON_DEPTH } from "../../base/json_depth.ts";

export interface JsonItem {
  /** The key with its quotes, of an object's item. */
  readonly key?: { readonly start: number; readonly end: number };
  readonly start: number;
  readonly end: number;
}

export type ScannedJson =
  | {
    readonly ok: true;
    /** Where the value begins and ends, white space around it not counted. */
    readonly start: number;
    readonly end: number;
    /** The items of the outermost array or object. */
    readonly items: readonly JsonItem[];
  }
  | { readonly ok: false; readonly at: number; readonly reason: string };

class JsonFault {
  constructor(readonly at: number, readonly reason: string) {}
}

/** Scans one value that fills the text from `start` to `stop`. */
export function scanJson(text: string, start = 0, stop = text.length): ScannedJson {
  const items: JsonItem[] = [];
  try {
    const first = skipSpace(text, start, stop);
    const end = scanValue(text, first, stop, 0, items);
    const rest = skipSpace(text, end, stop);
    if (rest < stop) {
      throw new JsonFault(rest, `expected the end, found ${found(text, rest, stop)}`);
    }
    return { ok: true, start: first, end, items };
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return { ok: false, at: error.at, reason: error.reason };
  }
}

/** RFC 8259, section 2. */
function skipSpace(text: string, start: number, stop: number): number {
  let at = start;
  while (at < stop && SPACE.includes(text.charAt(at))) at++;
  return at;
}

const SPACE = " \t\n\r";

/** `items` collects what the value itself holds, not what stands deeper. */
function scanValue(
  text: string,
  at: number,
  stop: number,
  depth: number,
  items?: JsonItem[],
): number {
  if (depth > MAX_JSON_DEPTH) {
    throw new JsonFault(at, `nested deeper than ${MAX_JSON_DEPTH} arrays and objects`);
  }
  const letter = at < stop ? text.charAt(at) : "";
  if (letter === '"') return scanString(text, at, stop);
  if (letter === "[") return scanArray(text, at, stop, depth, items);
  if (letter === "{") return scanObject(text, at, stop, depth, items);
  for (const pattern of [NUMBER, WORD]) {
    pattern.lastIndex = at;
    const [match] = pattern.exec(text) ?? [];
    if (match === undefined) continue;
    if (at + match.length <= stop) return at + match.length;
    // Digits that stand behind the end belong to something else.
    pattern.lastIndex = 0;
    if (pattern.exec(text.slice(at, stop))?.[0].length === stop - at) return stop;
  }
  throw new JsonFault(at, `expected a value, found ${found(text, at, stop)}`);
}

// RFC 8259, sections 3 and 6.
const WORD = /true|false|null/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function scanArray(
  text: string,
  open: number,
  stop: number,
  depth: number,
  items?: JsonItem[],
): number {
  let at = skipSpace(text, open + 1, stop);
  if (text.charAt(at) === "]" && at < stop) return at + 1;
  for (;;) {
    const end = scanValue(text, at, stop, depth + 1);
    items?.push({ start: at, end });
    at = skipSpace(text, end, stop);
    if (at < stop && text.charAt(at) === "]") return at + 1;
    at = skipSpace(text, expect(text, at, stop, ",", '"," or "]"'), stop);
  }
}

function scanObject(
  text: string,
  open: number,
  stop: number,
  depth: number,
  items?: JsonItem[],
): number {
  let at = skipSpace(text, open + 1, stop);
  if (text.charAt(at) === "}" && at < stop) return at + 1;
  for (;;) {
    if (text.charAt(at) !== '"' || at >= stop) {
      throw new JsonFault(at, `expected a key in quotes, found ${found(text, at, stop)}`);
    }
    const key = { start: at, end: scanString(text, at, stop) };
    at = expect(text, skipSpace(text, key.end, stop), stop, ":", '":"');
    const start = skipSpace(text, at, stop);
    const end = scanValue(text, start, stop, depth + 1);
    items?.push({ key, start, end });
    at = skipSpace(text, end, stop);
    if (at < stop && text.charAt(at) === "}") return at + 1;
    at = skipSpace(text, expect(text, at, stop, ",", '"," or "}"'), stop);
  }
}

function expect(text: string, at: number, stop: number, letter: string, shown: string): number {
  if (at < stop && text.charAt(at) === letter) return at + 1;
  throw new JsonFault(at, `expected ${shown}, found ${found(text, at, stop)}`);
}

// RFC 8259, section 7. Sticky and piecewise: a pattern for the whole string overflows the stack.
// deno-lint-ignore no-control-regex
const PLAIN = /[^"\\\x00-\x1f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function scanString(text: string, open: number, stop: number): number {
  let at = open + 1;
  for (;;) {
    PLAIN.lastIndex = at;
    at += PLAIN.exec(text)?.[0].length ?? 0;
    if (at >= stop) throw new JsonFault(stop, "expected the closing quote, found the end");
    if (text.charAt(at) === '"') return at + 1;
    ESCAPE.lastIndex = at;
    const escape = ESCAPE.exec(text)?.[0];
    if (escape === undefined || at + escape.length > stop) {
      const what = text.charAt(at) === "\\" ? "an escape that is none" : "a control character";
      throw new JsonFault(at, `found ${what} in a string`);
    }
    at += escape.length;
  }
}

function found(text: string, at: number, stop: number): string {
  return at >= stop ? "the end" : JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0));
}
