// Takes one level of an encoding off a text and says where every character came from. What is not
// rightly encoded stays as it is, so nothing here can fail.

import { decodeLatin1, decodeUtf8, utf8Length } from "../../base/bytes.ts";

/**
 * Stands in a decoded text where a character of the outer text ended what was encoded in it (a quote
 * around an escaped string, a `&` after an encoded parameter): no secret reaches across. U+FFFF is
 * no character, so traffic has no use for it.
 */
export const BARRIER = "\uffff";

export interface DecodedText {
  readonly text: string;
  /** Where each character began before, and where the last one ended. */
  readonly places: Uint32Array;
}

/** JSON's escapes (RFC 8259, section 7) and JavaScript's `\'`; or a quote that is not escaped. */
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(["'\\/bfnrt]))|"/g;

/** Encoded characters; or those that never stand in percent-encoded text (RFC 3986, section 2). */
const PERCENT = /((?:%[0-9a-fA-F]{2})+)|\+|[\s"<>\\^`{|}&#]/g;

const LETTER_ESCAPES: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** One level of backslash escapes taken off, or undefined when there is none. */
export function unescapeText(text: string): DecodedText | undefined {
  if (!text.includes("\\")) return undefined;
  const builder = new Builder(text);
  let changed = false;
  for (const { 0: whole, 1: hex, 2: letter = "", index } of text.matchAll(ESCAPE)) {
    if (whole === '"') {
      builder.put(index, 1, BARRIER);
      continue;
    }
    changed = true;
    const character = hex === undefined
      ? LETTER_ESCAPES[letter] ?? letter
      : String.fromCharCode(parseInt(hex, 16));
    builder.put(index, whole.length, character);
  }
  return changed ? builder.finish() : undefined;
}

/** One level of percent-encoding taken off (`+` is a space), or undefined when there is none. */
export function percentDecodeText(text: string): DecodedText | undefined {
  if (!text.includes("%")) return undefined;
  const builder = new Builder(text);
  let changed = false;
  for (const { 0: whole, 1: triplets, index } of text.matchAll(PERCENT)) {
    if (triplets === undefined) {
      builder.put(index, 1, whole === "+" ? " " : BARRIER);
      continue;
    }
    changed = true;
    putTriplets(builder, index, triplets);
  }
  return changed ? builder.finish() : undefined;
}

/** A form's value (`a+b%20c`) as it reads: what the hash of a secret is made from. */
export function formDecode(text: string): string {
  return text.replace(/\+/g, " ").replace(
    /(?:%[0-9a-fA-F]{2})+/g,
    (triplets) => readTriplets(triplets).characters.join(""),
  );
}

/** A JSON string's inside as it reads. */
export function jsonUnescape(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE, (whole, hex: string | undefined, letter: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    return letter === undefined ? whole : LETTER_ESCAPES[letter] ?? letter;
  });
}

function putTriplets(builder: Builder, index: number, triplets: string): void {
  const { characters, isUtf8 } = readTriplets(triplets);
  let position = index;
  for (const character of characters) {
    const length = 3 * (isUtf8 ? utf8Length(character) : 1);
    builder.put(position, length, character);
    position += length;
  }
}

interface Triplets {
  readonly characters: readonly string[];
  readonly isUtf8: boolean;
}

/** The characters of encoded UTF-8; of anything else, one character a byte. */
function readTriplets(triplets: string): Triplets {
  const bytes = Uint8Array.from(triplets.slice(1).split("%"), (hex) => parseInt(hex, 16));
  const text = decodeUtf8(bytes);
  return { characters: [...text ?? decodeLatin1(bytes)], isUtf8: text !== undefined };
}

/** Collects decoded characters with their places; what is put over is copied in between. */
class Builder {
  readonly #input: string;
  readonly #parts: string[] = [];
  readonly #places: Uint32Array;
  #length = 0;
  #position = 0;

  constructor(input: string) {
    this.#input = input;
    this.#places = new Uint32Array(input.length + 1);
  }

  /** `length` characters of the input at `index` read as these. */
  put(index: number, length: number, characters: string): void {
    this.#copyUntil(index);
    for (let unit = 0; unit < characters.length; unit++) {
      const within = Math.floor((unit * length) / characters.length);
      this.#places[this.#length++] = index + within;
    }
    this.#parts.push(characters);
    this.#position = index + length;
  }

  finish(): DecodedText {
    this.#copyUntil(this.#input.length);
    this.#places[this.#length] = this.#input.length;
    return { text: this.#parts.join(""), places: this.#places.slice(0, this.#length + 1) };
  }

  #copyUntil(end: number): void {
    for (let index = this.#position; index < end; index++) this.#places[this.#length++] = index;
    this.#parts.push(this.#input.slice(this.#position, end));
    this.#position = end;
  }
}
