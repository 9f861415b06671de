// Paths as text: `$`, `$.room`, `$[1].lat`, `$["a b"]`, `$.*.id`, `**.ts`. Read into steps, and
// written again from the keys that lead to a value.

import { ExpressionError } from "./expression_error.ts";
import { readQuoted } from "./quoted.ts";

/** One step from a value into it. */
export type Step =
  | { readonly kind: "key"; readonly key: string }
  /** Counts from the end when negative. */
  | { readonly kind: "item"; readonly index: number }
  /** `*`: every key or item of a value. */
  | { readonly kind: "each" }
  /** `**`: any number of levels, none as well. */
  | { readonly kind: "deep" };

/** The longest path that is read, in UTF-16 units. */
export const MAX_PATH_LENGTH = 1000;

/** How many steps a path may have. */
export const MAX_STEPS = 100;

const NAME = /[\p{L}\p{N}_$-]+/uy;
const INDEX = /-?\d+/y;
const PLAIN_KEY = /^[\p{L}\p{N}_$-]+$/u;

/** Reads a path or throws an ExpressionError. */
export function parsePath(text: string): readonly Step[] {
  if (text.length > MAX_PATH_LENGTH) {
    const reason = `it is ${text.length} characters long, ${MAX_PATH_LENGTH} is the most`;
    throw mistake(text, MAX_PATH_LENGTH, reason);
  }
  const steps: Step[] = [];
  let offset = readStart(text);
  while (offset < text.length) {
    if (steps.length === MAX_STEPS) throw mistake(text, offset, `${MAX_STEPS} steps are the most`);
    const { step, end } = readStep(text, offset);
    steps.push(step);
    offset = end;
  }
  if (steps.at(-1)?.kind === "deep") {
    const advice = "Write **.name, or **.* for everything";
    throw mistake(text, text.length, 'it ends behind "**", expected what to look for', advice);
  }
  return steps;
}

/** The path to a value, as text that `parsePath` reads. */
export function printPath(path: readonly (string | number)[]): string {
  return `$${path.map(printKey).join("")}`;
}

function printKey(key: string | number): string {
  if (typeof key === "number") return `[${key}]`;
  return PLAIN_KEY.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** `**.ts` is short for `$.**.ts`: it begins as if a dot had been read. */
function readStart(text: string): number {
  if (text.startsWith("**")) return 0;
  if (text.startsWith("$")) return 1;
  const [name] = matchAt(NAME, text, 0) ?? [];
  const advice = name === undefined ? undefined : `Write $.${name}, or **.${name} for any depth`;
  throw mistake(text, 0, 'a path begins with "$" or "**"', advice);
}

interface ReadStep {
  readonly step: Step;
  readonly end: number;
}

function readStep(text: string, offset: number): ReadStep {
  if (offset === 0) return readName(text, offset);
  switch (text[offset]) {
    case ".":
      return readName(text, offset + 1);
    case "[":
      return readBracket(text, offset + 1);
    default:
      throw mistake(text, offset, `found ${shown(text, offset)}, expected "." or "["`);
  }
}

function readName(text: string, offset: number): ReadStep {
  if (text.startsWith("**", offset)) return { step: { kind: "deep" }, end: offset + 2 };
  if (text.startsWith("*", offset)) return { step: { kind: "each" }, end: offset + 1 };
  const [key] = matchAt(NAME, text, offset) ?? [];
  if (key !== undefined) return { step: { kind: "key", key }, end: offset + key.length };
  throw mistake(
    text,
    offset,
    `${found(text, offset)}, expected a name, * or **`,
    'Write ["…"] for keys with other characters',
  );
}

function readBracket(text: string, offset: number): ReadStep {
  const { step, end } = readInBrackets(text, offset);
  if (text[end] === "]") return { step, end: end + 1 };
  throw mistake(text, end, `${found(text, end)}, expected ]`);
}

function readInBrackets(text: string, offset: number): ReadStep {
  const character = text[offset];
  if (character === '"' || character === "'") {
    const { value, end } = readQuoted(text, offset, "path");
    return { step: { kind: "key", key: value }, end };
  }
  if (character === "*") return { step: { kind: "each" }, end: offset + 1 };
  const [digits] = matchAt(INDEX, text, offset) ?? [];
  const index = Number(digits);
  if (digits !== undefined && Number.isSafeInteger(index)) {
    return { step: { kind: "item", index }, end: offset + digits.length };
  }
  throw mistake(text, offset, `${found(text, offset)}, expected an index, a key in quotes or *`);
}

function found(text: string, offset: number): string {
  return offset >= text.length ? "it ends" : `found ${shown(text, offset)}`;
}

function shown(text: string, offset: number): string {
  return JSON.stringify(String.fromCodePoint(text.codePointAt(offset) ?? 0));
}

function matchAt(pattern: RegExp, text: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(text);
}

function mistake(text: string, offset: number, reason: string, advice?: string): ExpressionError {
  return new ExpressionError({ what: "path", text, offset, reason, advice });
}
