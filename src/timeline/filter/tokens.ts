// The words and signs of an expression, with where they stand. Knows what a `/` means: a regular
// expression where a value is expected, a division behind one.

import { ExpressionError } from "./expression_error.ts";
import { readQuoted } from "./quoted.ts";

export type Token =
  | { readonly kind: "number"; readonly value: number; readonly offset: number }
  | { readonly kind: "text"; readonly value: string; readonly offset: number }
  | { readonly kind: "name"; readonly value: string; readonly offset: number }
  | { readonly kind: "sign"; readonly value: string; readonly offset: number }
  | {
    readonly kind: "pattern";
    readonly value: string;
    readonly flags: string;
    readonly offset: number;
  }
  | { readonly kind: "end"; readonly value: ""; readonly offset: number };

/** The longest expression that is read, in UTF-16 units. */
export const MAX_EXPRESSION_LENGTH = 10_000;

/** The longest first: `<=` is one sign. */
const SIGNS: readonly string[] = [
  ...["==", "!=", "<=", ">=", "&&", "||", "=~", "!~"],
  ..."<>!+-*/%()[],.",
];

/** What people write who know other languages, and what it is here. */
const STRANGE_SIGNS: readonly (readonly [sign: string, instead: string])[] = [
  ["===", "=="],
  ["!==", "!="],
  ["<>", "!="],
  ["=>", ">="],
  ["~=", "=~"],
  ["=", "=="],
  ["&", "&&"],
  ["|", "||"],
  ["~", "=~"],
];

const MILLISECONDS: Readonly<Record<string, number>> = {
  "": 1,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

const SPACE = /\s*/y;
const NUMBER = /(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)([\p{L}\p{N}_$]*)/uy;
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
/** Up to the next `/` that is neither escaped nor in a class. */
const PATTERN = /\/((?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+)\/(\w*)/sy;

/** All tokens, the last one of kind `end`. */
export function tokenize(text: string): readonly Token[] {
  if (text.length > MAX_EXPRESSION_LENGTH) {
    const reason = `it is ${text.length} characters long, ${MAX_EXPRESSION_LENGTH} is the most`;
    throw mistake(text, MAX_EXPRESSION_LENGTH, reason);
  }
  const tokens: Token[] = [];
  let offset = skipSpace(text, 0);
  while (offset < text.length) {
    const { token, end } = readToken(text, offset, tokens.at(-1));
    tokens.push(token);
    offset = skipSpace(text, end);
  }
  tokens.push({ kind: "end", value: "", offset });
  return tokens;
}

interface ReadToken {
  readonly token: Token;
  readonly end: number;
}

function readToken(text: string, offset: number, before: Token | undefined): ReadToken {
  const character = text[offset] ?? "";
  if (character === '"' || character === "'") {
    const { value, end } = readQuoted(text, offset, "expression");
    return { token: { kind: "text", value, offset }, end };
  }
  if (character >= "0" && character <= "9") return readNumber(text, offset);
  const [name] = matchAt(NAME, text, offset) ?? [];
  if (name !== undefined) {
    return { token: { kind: "name", value: name, offset }, end: offset + name.length };
  }
  if (character === "/" && !endsValue(before)) return readPattern(text, offset);
  return readSign(text, offset);
}

function readNumber(text: string, offset: number): ReadToken {
  const [written = "", digits = "", unit = ""] = matchAt(NUMBER, text, offset) ?? [];
  const factor = Object.hasOwn(MILLISECONDS, unit) ? MILLISECONDS[unit] : undefined;
  if (factor === undefined) {
    throw mistake(
      text,
      offset,
      `"${written}" is no number`,
      "Durations are written 500ms, 10s, 2m or 1h, text in quotes",
    );
  }
  const value = Number(digits) * factor;
  if (!Number.isFinite(value)) throw mistake(text, offset, `"${written}" is too large a number`);
  return { token: { kind: "number", value, offset }, end: offset + written.length };
}

function readPattern(text: string, offset: number): ReadToken {
  const [written, source, flags] = matchAt(PATTERN, text, offset) ?? [];
  if (written === undefined || source === undefined || flags === undefined) {
    const reason = text[offset + 1] === "/"
      ? "this regular expression is empty"
      : "the regular expression that begins here has no closing /";
    throw mistake(text, offset, reason, "Regular expressions are written /location:.*/");
  }
  const token: Token = { kind: "pattern", value: source, flags, offset };
  return { token, end: offset + written.length };
}

function readSign(text: string, offset: number): ReadToken {
  const strange = STRANGE_SIGNS.find(([sign]) => text.startsWith(sign, offset));
  const value = SIGNS.find((sign) => text.startsWith(sign, offset));
  const isStrange = strange !== undefined && strange[0].length > (value ?? "").length;
  if (value === undefined || isStrange) {
    const [sign, instead] = strange ?? [String.fromCodePoint(text.codePointAt(offset) ?? 0)];
    const advice = instead === undefined ? "Text stands in quotes" : `Did you mean ${instead}?`;
    throw mistake(text, offset, `${JSON.stringify(sign)} means nothing here`, advice);
  }
  return { token: { kind: "sign", value, offset }, end: offset + value.length };
}

/** Behind such a token a `/` divides. */
function endsValue(token: Token | undefined): boolean {
  switch (token?.kind) {
    case "number":
    case "text":
    case "pattern":
      return true;
    case "name":
      return token.value !== "in" && token.value !== "matches";
    case "sign":
      return token.value === ")" || token.value === "]";
    default:
      return false;
  }
}

function skipSpace(text: string, offset: number): number {
  return offset + (matchAt(SPACE, text, offset)?.[0].length ?? 0);
}

function matchAt(pattern: RegExp, text: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(text);
}

function mistake(text: string, offset: number, reason: string, advice?: string): ExpressionError {
  return new ExpressionError({ what: "expression", text, offset, reason, advice });
}
