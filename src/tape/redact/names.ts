// Names whose values are secrets: the closed list, and what a user adds. A name counts when its
// normalised form (case, `-`, `_`, `.` and spaces do not matter) ends in a listed word, so
// `access_token`, `X-Api-Key` and `newPassword` count, `tokenCount` and `passwordless` do not.

/** May stand between the parts of a name: `api-key`, `api_key`, `apiKey`. */
const SEPARATORS = "[-_. ]*";

/**
 * The words, `-` where a name may be split. Short words that end harmless names are left out on
 * purpose: `pass` (compass), `pin` (spin), `auth`, `key`, `code`; and nothing here ends the ids that
 * replay needs: `sid`, `pid`, `offset`, `auth_type`.
 */
export const SECRET_WORDS: readonly string[] = [
  "token",
  "tokens",
  "jwt",
  "bearer",
  "pass-word",
  "pass-words",
  "pass-wd",
  "pass-phrase",
  "pass-code",
  "pwd",
  "otp",
  "secret",
  "secrets",
  "credential",
  "credentials",
  "authorization",
  "signature",
  "cookie",
  "cookies",
  "api-key",
  "api-keys",
  "access-key",
  "auth-key",
  "encryption-key",
  "master-key",
  "private-key",
  "secret-key",
  "session-key",
  "shared-key",
  "signing-key",
  "subscription-key",
];

/**
 * Rare pieces, one of which every word contains: looking for these few first lets clean text pass in
 * half the time that looking for the words takes.
 */
export const RARE_PIECES: readonly string[] = [
  "oke",
  "ook",
  "key",
  "jwt",
  "eare",
  "pass",
  "pwd",
  "otp",
  "ecre",
  "cred",
  "thor",
  "gnat",
];

/** Endings of form names that do not change what they name: `user[password]`, `token[0]`. */
const FORM_TAIL = "(?:(?:\\[|%5B)\\d*(?:\\]|%5D))?(?:\\]|%5D)?";

/** How many different names are remembered with their answer, and how long they may be. */
export const KNOWN_NAMES_LIMIT = 4096;
export const KNOWN_NAME_LENGTH_LIMIT = 64;

/** `X-Api_Key` becomes `xapikey`. */
export function normaliseName(name: string): string {
  return name.toLowerCase().replace(/[-_. ]/g, "");
}

/** The end of a name in a text, from the listed word on. */
export interface FoundName {
  readonly name: string;
  readonly end: number;
}

/** Decides whether names are secret ones, and finds such names in text. */
export class SecretNames {
  readonly #inText: RegExp;
  readonly #words: RegExp;
  readonly #pieces: RegExp;
  readonly #whole: RegExp;
  readonly #known = new Map<string, boolean>();

  constructor(extraKeys: readonly string[] = []) {
    const source = wordsSource(extraKeys);
    this.#inText = new RegExp(`(?:${source})${SEPARATORS}${FORM_TAIL}`, "gi");
    this.#words = new RegExp(source, "i");
    this.#pieces = extraKeys.length > 0 ? this.#words : new RegExp(RARE_PIECES.join("|"), "i");
    this.#whole = new RegExp(`(?:${source})${SEPARATORS}${FORM_TAIL}$`, "i");
  }

  /** Whether a listed word stands anywhere in the text: the cheap first look. */
  mayStandIn(text: string): boolean {
    return this.#pieces.test(text) && this.#words.test(text);
  }

  /** Where the next secret name ends in a text, looked for from `start`. */
  findIn(text: string, start: number): FoundName | undefined {
    this.#inText.lastIndex = start;
    const match = this.#inText.exec(text);
    return match === null ? undefined : { name: match[0], end: match.index + match[0].length };
  }

  isSecret(name: string): boolean {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const secret = this.#whole.test(name);
    rememberName(this.#known, name, secret);
    return secret;
  }
}

export function rememberName(known: Map<string, boolean>, name: string, answer: boolean): void {
  if (known.size < KNOWN_NAMES_LIMIT && name.length <= KNOWN_NAME_LENGTH_LIMIT) {
    known.set(name, answer);
  }
}

/** One expression for all words, grouped by their first part so that it fails early. */
function wordsSource(extraKeys: readonly string[]): string {
  const endings = new Map<string, string[]>();
  for (const word of SECRET_WORDS) {
    const [first = "", second = ""] = word.split("-");
    endings.set(first, [...endings.get(first) ?? [], second]);
  }
  const sources = [...endings].sort(([left], [right]) => right.length - left.length)
    .map(([first, seconds]) => first + endingsSource(seconds));
  for (const key of extraKeys) {
    const letters = [...normaliseName(key)].map((letter) =>
      letter.replace(/[^\p{L}\p{N}]/u, "\\$&")
    );
    sources.unshift(letters.join(SEPARATORS));
  }
  return sources.join("|");
}

function endingsSource(endings: readonly string[]): string {
  const longestFirst = endings.filter((ending) => ending !== "")
    .sort((left, right) => right.length - left.length);
  if (longestFirst.length === 0) return "";
  const group = `(?:${SEPARATORS}(?:${longestFirst.join("|")}))`;
  return endings.includes("") ? `${group}?` : group;
}
