// A text as it reads with encodings taken off, that still knows where each character stood in the
// original. Secrets are looked for in views and hidden in the original.

import { decodeUtf8, encodeLatin1 } from "../../base/bytes.ts";
import { type DecodedText, percentDecodeText, unescapeText } from "./decode.ts";
import { fillNumber, fillText, type Layer } from "./filler.ts";
import type { Hit } from "./hit.ts";

export class View {
  readonly text: string;
  readonly layer: Layer;
  readonly #raw: string;
  /** Where each character of the view begins in the original; absent when it is the original. */
  readonly #offsets: Uint32Array | undefined;

  private constructor(text: string, layer: Layer, raw: string, offsets: Uint32Array | undefined) {
    this.text = text;
    this.layer = layer;
    this.#raw = raw;
    this.#offsets = offsets;
  }

  static of(text: string, layer: "plain" | "bytes"): View {
    return new View(text, layer, text, undefined);
  }

  rawOffset(index: number): number {
    return this.#offsets === undefined ? index : this.#offsets[index] ?? this.#raw.length;
  }

  /** The original characters of a piece of the view. */
  rawSlice(start: number, end: number): string {
    return this.#raw.slice(this.rawOffset(start), this.rawOffset(end));
  }

  slice(start: number, end: number): View {
    if (start === 0 && end === this.text.length) return this;
    const offsets = new Uint32Array(end - start + 1);
    for (let index = start; index <= end; index++) offsets[index - start] = this.rawOffset(index);
    return new View(this.text.slice(start, end), this.layer, this.#raw, offsets);
  }

  /** The same place read as the inside of an encoding whose counts must be kept. */
  within(layer: Layer): View {
    return new View(this.text, layer, this.#raw, this.#offsets);
  }

  /** One level of backslash escapes taken off, or undefined when there is none. */
  unescaped(): View | undefined {
    const decoded = unescapeText(this.text);
    return decoded && this.#decoded(decoded, this.layer);
  }

  /** One level of percent-encoding taken off, or undefined when there is none. */
  percentDecoded(): View | undefined {
    const decoded = percentDecodeText(this.text);
    return decoded && this.#decoded(decoded, this.layer === "plain" ? "percent" : this.layer);
  }

  /** A secret in this view, hidden in the original; nothing when it is empty. */
  hit(start: number, end: number, secret: string): Hit | undefined {
    if (end <= start) return undefined;
    const replacement = fillText(this.rawSlice(start, end), this.layer);
    return this.#place(start, end, this.#asSent(secret), replacement);
  }

  /** A secret number; `quote` is how the original writes the quotes around the name beside it. */
  hitNumber(start: number, end: number, quote: string): Hit {
    const length = this.rawOffset(end) - this.rawOffset(start);
    const replacement = fillNumber(length, quote, this.layer);
    return this.#place(start, end, this.text.slice(start, end), replacement);
  }

  /** A piece that is replaced by other characters of this view's own alphabet (base64). */
  hitReplaced(start: number, end: number, secret: string, characters: string): Hit {
    let replacement = "";
    for (let index = start; index < end; index++) {
      const raw = this.rawSlice(index, index + 1);
      const character = characters.charAt(index - start);
      if (raw.length === 1) replacement += character;
      else if (raw.length === 3) replacement += encodeTriplet(character);
      else replacement += raw;
    }
    return this.#place(start, end, secret, replacement);
  }

  #place(start: number, end: number, secret: string, replacement: string): Hit {
    return { start: this.rawOffset(start), end: this.rawOffset(end), secret, replacement };
  }

  /** Bytes that were read one character each, as the text that they are. */
  #asSent(secret: string): string {
    if (this.layer !== "bytes" || !/^[\0-\xff]*$/.test(secret)) return secret;
    return decodeUtf8(encodeLatin1(secret)) ?? secret;
  }

  #decoded(decoded: DecodedText, layer: Layer): View {
    const { text, places } = decoded;
    if (this.#offsets === undefined) return new View(text, layer, this.#raw, places);
    return new View(text, layer, this.#raw, places.map((place) => this.rawOffset(place)));
  }
}

function encodeTriplet(character: string): string {
  return "%" + character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
}
