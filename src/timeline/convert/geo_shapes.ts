// Shapes within text: GeoJSON (also escaped or percent-encoded) and well-known text, POINT(106.8 -6.2).
// Says where their coordinates stand; what does not keep to the grammar is no shape.

import type { Axis } from "../positions.ts";
import { axisInBox, BOX_LENGTHS, GEOJSON_TYPES } from "./geo_lists.ts";

export interface WrittenCoordinate {
  readonly start: number;
  readonly end: number;
  readonly axis: Axis;
}

export interface WrittenShape {
  readonly start: number;
  readonly end: number;
  readonly coordinates: readonly WrittenCoordinate[];
}

// Bounded, so that a run of backslashes or spaces that comes to nothing costs no square of its length.
const QUOTE = String.raw`(?:\\{0,64}["']|%(?:25)*22)`;
const BLANK = String.raw`(?:\s|\\+[nrt]|\+(?![\d.])|%(?:25)*(?:20|0a|0d|09))*`;
const FEW_SPACES = String.raw`(?:\s|\+|%(?:25)*20){0,8}`;
const COLON = String.raw`(?::|%(?:25)*3a)`;

const GEOJSON_TYPE = new RegExp(
  `${QUOTE}type${QUOTE}${BLANK}${COLON}${BLANK}${QUOTE}(?:${GEOJSON_TYPES.join("|")})${QUOTE}`,
  "i",
);
const BEGIN = new RegExp(
  `${QUOTE}(?<key>coordinates|bbox)${QUOTE}${BLANK}${COLON}${BLANK}(?=\\[|%(?:25)*5b)|` +
    `(?<![a-z])(?:multi)?(?:point|linestring|polygon)${FEW_SPACES}(?:(?:zm?|m)${FEW_SPACES})?` +
    "(?=\\(|%(?:25)*28)",
  "gi",
);

interface Grammar {
  readonly open: RegExp;
  readonly close: RegExp;
  /** Between shapes, and between the places of one. */
  readonly comma: RegExp;
  /** Between the numbers of a place. */
  readonly between: RegExp;
  readonly blank: RegExp;
}

const COMMA = new RegExp(`${BLANK}(?:,|%(?:25)*2c)${BLANK}`, "iy");
const SOME_BLANK = new RegExp(BLANK, "iy");
const NUMBER = /[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?/iy;

const JSON_LISTS: Grammar = {
  open: /\[|%(?:25)*5b/iy,
  close: /\]|%(?:25)*5d/iy,
  comma: COMMA,
  between: COMMA,
  blank: SOME_BLANK,
};
const WELL_KNOWN_TEXT: Grammar = {
  open: /\(|%(?:25)*28/iy,
  close: /\)|%(?:25)*29/iy,
  comma: COMMA,
  // A plus is a space in a query, where a sign may follow it.
  between: /(?:\s|\+(?=[-+\d])|%(?:25)*20)+(?=[-+\d])/iy,
  blank: SOME_BLANK,
};

/** All shapes of a text, in their order. */
export function shapesIn(text: string): readonly WrittenShape[] {
  // Nearly all text has none of the words.
  if (!/coordinates|bbox|point|linestring|polygon/i.test(text)) return [];
  const isGeoJson = GEOJSON_TYPE.test(text);
  const shapes: WrittenShape[] = [];
  for (const { index, 0: begin, groups } of text.matchAll(BEGIN)) {
    const key = groups?.key?.toLowerCase();
    if (key !== undefined && !isGeoJson) continue;
    const scanner = new Scanner(text, index + begin.length);
    const found = key === undefined
      ? scanner.shape(WELL_KNOWN_TEXT, false)
      : scanner.shape(JSON_LISTS, key === "bbox");
    if (!found) continue;
    shapes.push({ start: index, end: scanner.at, coordinates: scanner.coordinates });
  }
  return shapes;
}

/** Nothing, or the first half of something. */
const TORN = /(?:\s|%(?:25)*20)*(?:[-+.]|%(?:25)*2?[\da-f]?)?$/iy;

/** A cut box is taken for one without heights. */
const SMALL_BOX = 4;

/** Shapes nest three deep. */
const MAX_NESTING = 8;

class Scanner {
  readonly coordinates: WrittenCoordinate[] = [];
  at: number;
  readonly #text: string;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  /** Whether one stands here; then all of its coordinates were found. A cut text ends within it. */
  shape(grammar: Grammar, isBox: boolean, depth = 0): boolean {
    if (depth > MAX_NESTING || !this.#take(grammar.open)) return false;
    do {
      this.#take(grammar.blank);
      if (this.#isAtEnd()) return true;
      const found = this.#peek(NUMBER)
        ? this.#place(grammar, isBox)
        : this.shape(grammar, isBox, depth + 1);
      if (!found) return false;
    } while (this.#take(grammar.comma));
    this.#take(grammar.blank);
    return this.#take(grammar.close) || this.#isAtEnd();
  }

  #place({ between }: Grammar, isBox: boolean): boolean {
    const numbers: { readonly start: number; readonly end: number }[] = [];
    do {
      const start = this.at;
      if (!this.#take(NUMBER)) {
        if (this.#isAtEnd()) break;
        return false;
      }
      numbers.push({ start, end: this.at });
    } while (this.#take(between));
    const { length } = numbers;
    const isWhole = isBox ? BOX_LENGTHS.includes(length) : length >= 2 && length <= 4;
    if (!isWhole && !this.#isAtEnd()) return false;
    for (const [index, number] of numbers.entries()) {
      const axis = isBox ? axisInBox(index, isWhole ? length : SMALL_BOX) : PLACE_AXES[index];
      if (axis !== undefined) this.coordinates.push({ ...number, axis });
    }
    return true;
  }

  #isAtEnd(): boolean {
    return this.#peek(TORN);
  }

  #peek(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.#text);
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.#text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }
}

const PLACE_AXES: readonly Axis[] = ["longitude", "latitude"];
