// Other ids for the ids of a tape: the same everywhere, of the same type, width and make (digits for
// digits, letters for letters), so that nothing around them changes its length.

import { shortKeyedHash } from "../../base/hash.ts";
import type { JsonValue, Value } from "../../base/json.ts";
import { dollarOf, withDollar } from "../filter/dollar.ts";
import type { Path } from "../filter/path.ts";
import type { Moment } from "../moment.ts";
import { parameterPattern } from "./query_parameters.ts";
import { mapLeaves, type Replacer } from "./anonymise.ts";
import { argumentsIn, withArguments } from "./packet_data.ts";

/** Shorter ids are replaced where the path leads alone: as text they stand everywhere by chance. */
export const SHORTEST_TOKEN = 4;

/** How often another pseudonym is tried when one is taken. */
const MAX_TRIES = 1000;

/** The ids that paths lead to in the events of a tape, and in queries under the same name. */
export class IdCollector {
  readonly #paths: readonly Path[];
  readonly #parameters: RegExp | undefined;
  readonly ids = new Set<string>();

  constructor(paths: readonly Path[]) {
    this.#paths = paths;
    this.#parameters = parameterPattern(paths);
  }

  /** What stands in a query: of a request, of the address that was recorded. */
  text(text: string): void {
    if (this.#parameters === undefined) return;
    for (const [, , id = ""] of text.matchAll(this.#parameters)) this.ids.add(decode(id));
  }

  moment({ decoded, line }: Moment): void {
    if (line.known && line.entry.kind === "request") {
      this.text(line.entry.url);
      for (const [, value] of line.entry.headers) this.text(value);
    }
    const args = decoded?.event?.args;
    if (args === undefined) return;
    for (const path of this.#paths) {
      for (const { value } of path.find(dollarOf(args))) {
        if (typeof value === "string" || typeof value === "number") this.ids.add(String(value));
      }
    }
  }
}

export class Pseudonyms implements Replacer {
  readonly keepsWidth = true;
  readonly #paths: readonly Path[];
  readonly #byId = new Map<string, string>();
  readonly #tokens: RegExp | undefined;
  readonly #parameters: RegExp | undefined;

  /** `key`: chance's bytes, never kept. */
  constructor(ids: ReadonlySet<string>, paths: readonly Path[], key: Uint8Array) {
    this.#paths = paths;
    this.#parameters = parameterPattern(paths);
    const taken = new Set(ids);
    for (const id of ids) {
      const pseudonym = inventPseudonym(id, key, taken);
      taken.add(pseudonym);
      this.#byId.set(id, pseudonym);
    }
    for (const [id, pseudonym] of [...this.#byId]) {
      this.#byId.set(encodeURIComponent(id), encodeURIComponent(pseudonym));
    }
    this.#tokens = tokenPattern([...this.#byId.keys()]);
  }

  data(data: Value, { decoded, line }: Moment): Value {
    const isText = line.known && "text" in line.entry && line.entry.text !== undefined;
    const mapped = isText ? data : mapLeaves(data, (leaf) => this.#leaf(leaf));
    const event = decoded?.event;
    if (decoded === undefined || event === undefined) return mapped;
    const before = argumentsIn(decoded, event, mapped);
    const args = this.#atPaths(before);
    return args === before ? mapped : putArguments(mapped, args, decoded) ?? mapped;
  }

  args(args: readonly JsonValue[]): readonly JsonValue[] {
    const mapped = mapLeaves(this.#atPaths(args), (leaf) => this.#leaf(leaf));
    // Leaves were replaced by leaves of the same type.
    return mapped as readonly JsonValue[];
  }

  readonly text = (text: string): string => {
    const replaced = this.#tokens === undefined
      ? text
      : text.replaceAll(this.#tokens, (id) => this.#byId.get(id) ?? id);
    if (this.#parameters === undefined) return replaced;
    return replaced.replaceAll(this.#parameters, (whole, before: string, id: string) => {
      const pseudonym = isToken(id) ? undefined : this.#byId.get(id);
      return pseudonym === undefined ? whole : before + pseudonym;
    });
  };

  #leaf(leaf: string | number): string | number {
    if (typeof leaf === "string") return this.text(leaf);
    const replaced = this.text(String(leaf));
    return replaced === String(leaf) ? leaf : Number(replaced);
  }

  /** Long ids are left to `text`, which finds them wherever they stand. */
  #atPaths(args: readonly Value[]): readonly Value[] {
    let dollar = dollarOf(args);
    for (const path of this.#paths) {
      dollar = path.replace(dollar, ({ value }) => {
        if (typeof value !== "string" && typeof value !== "number") return value;
        const id = String(value);
        const pseudonym = id.length < SHORTEST_TOKEN ? this.#byId.get(id) : undefined;
        if (pseudonym === undefined) return value;
        return typeof value === "number" ? Number(pseudonym) : pseudonym;
      });
    }
    return dollar === dollarOf(args) ? args : withDollar(args, dollar);
  }
}

function putArguments(
  data: Value,
  args: readonly Value[],
  decoded: NonNullable<Moment["decoded"]>,
): Value | undefined {
  const { event } = decoded;
  if (event === undefined) return undefined;
  const whole = withArguments(decoded, event, args);
  // The name comes first and an offset last: both as the data has them now.
  return Array.isArray(whole) && Array.isArray(data) && decoded.packets.at(-1)?.protocol !== "json"
    ? [data[0] ?? null, ...whole.slice(1)]
    : whole;
}

/** Ids as words of their own: not within a longer number or name. */
function tokenPattern(ids: readonly string[]): RegExp | undefined {
  const long = ids.filter(isToken);
  if (long.length === 0) return undefined;
  const choices = [...new Set(long)].sort((left, right) => right.length - left.length)
    .map((id) => RegExp.escape(id));
  return new RegExp(`(?<![A-Za-z0-9])(?:${choices.join("|")})(?![A-Za-z0-9])`, "g");
}

function isToken(id: string): boolean {
  return id.length >= SHORTEST_TOKEN && /[\p{L}\p{N}]/u.test(id);
}

function decode(parameter: string): string {
  try {
    return decodeURIComponent(parameter);
  } catch {
    return parameter;
  }
}

function inventPseudonym(id: string, key: Uint8Array, taken: ReadonlySet<string>): string {
  let pseudonym = id;
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    pseudonym = disguise(id, key, attempt);
    if (!taken.has(pseudonym)) return pseudonym;
  }
  return pseudonym;
}

/** Every letter and digit becomes another one of its kind; all else stays. */
function disguise(id: string, key: Uint8Array, attempt: number): string {
  const isHex = /^[0-9a-f-]+$/i.test(id) && /[a-f]/i.test(id);
  let made = "";
  for (let index = 0; index < id.length; index++) {
    const character = id.charAt(index);
    const chance = parseInt(shortKeyedHash(key, `${attempt} ${index} ${id}`), 16);
    made += pick(character, chance, isHex, index === 0 || id.charAt(index - 1) === "-");
  }
  return made;
}

function pick(character: string, chance: number, isHex: boolean, isFirst: boolean): string {
  if (/[0-9]/.test(character)) {
    // A number that begins with another digit than 0 goes on doing so.
    const least = isFirst && character !== "0" ? 1 : 0;
    return String(least + (chance % (10 - least)));
  }
  const letters = isHex ? "abcdef" : "abcdefghijklmnopqrstuvwxyz";
  const letter = letters.charAt(chance % letters.length);
  if (/[a-z]/.test(character)) return letter;
  return /[A-Z]/.test(character) ? letter.toUpperCase() : character;
}
