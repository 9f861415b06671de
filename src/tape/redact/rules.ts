// What to hide, made ready for use: the names, the user's expressions, and the cheap first look
// that lets nearly every message pass untouched.

import { JWT_START } from "./jwt.ts";
import { rememberName, SecretNames } from "./names.ts";

/** Letters and digits written as escapes: only then can a name hide from the first look. */
const ENCODED_LETTERS =
  /%(?:3\d|4[1-9a-f]|5[\da]|6[1-9a-f]|7[\da])|u00(?:3\d|4[1-9a-f]|5[\da]|6[1-9a-f]|7[\da])/i;

/**
 * Expressions that match one text and nothing else, as what a variable held does: no character of
 * theirs divides JSON, is escaped in it as a letter or a space, or has a meaning of its own.
 */
const PLAIN_EXPRESSION = /^(?:[\w~=/!@#&;-]|\\[.~+/=!@#$&*;-])+$/;

/** What makes characters of such a text read otherwise: `%2D`, `\u002d`, `\/`. */
const ENCODERS: readonly string[] = ["%", "\\u", "\\/"];

export class Rules {
  readonly names: SecretNames;
  /** Global, with indices of their groups. */
  readonly patterns: readonly RegExp[];
  /** An expression of the user's may match anything: nothing can be passed over. */
  readonly looksAtAll: boolean;

  /** What is scanned is program text (scripts, pages): `token=value` is a statement there. */
  readonly isCode: boolean;

  readonly #extra: readonly (string | RegExp)[];
  /** What plain expressions match. */
  readonly #texts: readonly string[];
  /** Those that may stand in a number. */
  readonly #numberTexts: readonly string[];
  readonly #knownKeys = new Map<string, boolean>();
  #code: Rules | undefined;

  constructor(extra: readonly (string | RegExp)[] = [], isCode = false) {
    this.#extra = extra;
    this.isCode = isCode;
    this.names = new SecretNames(extra.filter((item) => typeof item === "string"));
    this.patterns = extra.filter((item) => item instanceof RegExp).map(globalWithIndices);
    const texts = this.patterns.map(plainText);
    this.#texts = texts.filter((text) => text !== undefined);
    this.#numberTexts = this.#texts.filter(mayStandInNumber);
    this.looksAtAll = this.#texts.length < texts.length;
  }

  /** The same rules for program text. */
  get code(): Rules {
    this.#code ??= new Rules(this.#extra, true);
    return this.#code;
  }

  /** False when nothing can be secret in this text. Packed content (base64) is not looked into. */
  mayHide(text: string): boolean {
    return this.looksAtAll || this.names.mayStandIn(text) || text.includes(JWT_START) ||
      (text.includes("@") && text.includes("/")) || hasEncodedLetters(text) ||
      this.#texts.length > 0 && this.#mayHoldText(text);
  }

  /** The same for a number of decoded JSON. */
  mayHideNumber(value: number): boolean {
    return this.looksAtAll || this.#numberTexts.some((text) => String(value).includes(text));
  }

  /** The same for a key of decoded JSON: keys come again and again, so answers are remembered. */
  mayHideKey(key: string): boolean {
    const known = this.#knownKeys.get(key);
    if (known !== undefined) return known;
    const answer = this.mayHide(key);
    rememberName(this.#knownKeys, key, answer);
    return answer;
  }

  #mayHoldText(text: string): boolean {
    return this.#texts.some((secret) => text.includes(secret)) ||
      ENCODERS.some((encoder) => text.includes(encoder));
  }
}

/** What the expression matches, when that is one text. */
function plainText({ source, flags }: RegExp): string | undefined {
  if (flags.includes("i") || !PLAIN_EXPRESSION.test(source)) return undefined;
  return source.replaceAll("\\", "");
}

function mayStandInNumber(text: string): boolean {
  return /^[-+.\de]+$/.test(text);
}

function hasEncodedLetters(text: string): boolean {
  return (text.includes("%") || text.includes("\\u00")) && ENCODED_LETTERS.test(text);
}

function globalWithIndices(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, [...new Set(pattern.flags.replace("y", "") + "gd")].join(""));
}
