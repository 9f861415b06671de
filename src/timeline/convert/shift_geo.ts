// Moves all positions of a tape by one vector that nobody is told: ways keep their shape, and stand
// where nobody has been. The one position that is none, 0/0, stays: moved, it would tell the vector.

import type { JsonValue, Value } from "../../base/json.ts";
import { isOnEarth, type Position, positionsIn } from "../positions.ts";
import type { Replacer } from "./anonymise.ts";

/** How many bytes of chance a shift is made of. */
export const CHANCE_BYTES = 12;

/**
 * The least and most degrees; 4 degrees of latitude are 445 km anywhere. In steps of a tenth, so that
 * what has a decimal (JSON drops the zeros at the end) can be moved exactly and keep its decimals.
 */
const LATITUDES = [4, 12] as const;
const LONGITUDES = [10, 170] as const;

/** How many decimals numbers may have. */
const MAX_DECIMALS = 15;

/** A number with decimals beside a name, in text that may be JSON, an escaped one or a query. */
const NAMED =
  /((?<![a-z])(?:location_?)?(?:lat(?:itude)?|lng|lon(?:g(?:itude)?)?))(\\*["']?\s*[:=]\s*\\*["']?|%22%3A(?:%22)?)(-?\d+\.\d+)/gi;

export class GeoShift implements Replacer {
  readonly keepsWidth = false;
  readonly #latitude: number;
  readonly #longitude: number;
  /** Towards the equator from the first position, so that none is pushed over a pole. */
  #sign: number | undefined;
  #moved = 0;

  constructor(chance: Uint8Array) {
    this.#latitude = between(LATITUDES, chance.subarray(0, 4));
    const longitude = between(LONGITUDES, chance.subarray(4, 8));
    this.#longitude = ((chance[8] ?? 0) & 1) === 0 ? longitude : -longitude;
  }

  /** How many coordinates were moved so far. */
  get moved(): number {
    return this.#moved;
  }

  data(data: Value): Value {
    const [moved] = this.#move([data]);
    return moved ?? data;
  }

  args(args: readonly JsonValue[]): readonly JsonValue[] {
    // Moving numbers brings no binary in.
    return this.#move(args) as readonly JsonValue[];
  }

  readonly text = (text: string): string =>
    text.replaceAll(NAMED, (whole, name: string, between: string, number: string) => {
      const value = Number(number);
      if (value === 0) return whole;
      const moved = /lat/i.test(name) ? this.#moveLatitude(value) : this.#moveLongitude(value);
      return name + between + moved.toFixed(decimalsOf(number));
    });

  #move(args: readonly Value[]): readonly Value[] {
    let moved: Value = args;
    for (const position of positionsIn(args)) {
      if (!isOnEarth(position) || position.latitude === 0 && position.longitude === 0) continue;
      moved = this.#put(moved, position.path, position);
    }
    return Array.isArray(moved) ? moved : args;
  }

  #put(value: Value, path: Position["path"], position: Position): Value {
    const [key, ...rest] = path;
    if (key === undefined) return this.#putHere(value, position);
    if (Array.isArray(value)) {
      return value.map((item, index) => index === key ? this.#put(item, rest, position) : item);
    }
    if (!isMap(value)) return value;
    const child = value[key];
    return child === undefined ? value : { ...value, [key]: this.#put(child, rest, position) };
  }

  #putHere(value: Value, { latitudeKey, longitudeKey, latitude, longitude }: Position): Value {
    if (!isMap(value)) return value;
    return {
      ...value,
      [latitudeKey]: likeBefore(value[latitudeKey], this.#moveLatitude(latitude)),
      [longitudeKey]: likeBefore(value[longitudeKey], this.#moveLongitude(longitude)),
    };
  }

  #moveLatitude(degrees: number): number {
    this.#moved++;
    this.#sign ??= degrees > 0 ? -1 : 1;
    const moved = degrees + this.#sign * this.#latitude;
    if (moved > 90) return 180 - moved;
    return moved < -90 ? -180 - moved : moved;
  }

  /** Around the world, counted as it was counted before. */
  #moveLongitude(degrees: number): number {
    const moved = degrees + this.#longitude;
    const [least, most] = degrees > 180 ? [0, 360] : [-180, 180];
    if (moved > most) return moved - 360;
    return moved < least ? moved + 360 : moved;
  }
}

function isMap(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Uint8Array);
}

/** A number where a number stood, text where text stood, with as many decimals. */
function likeBefore(before: Value | undefined, moved: number): Value {
  const text = moved.toFixed(decimalsOf(String(before)));
  return typeof before === "string" ? text : Number(text);
}

function decimalsOf(number: string): number {
  const [, decimals = ""] = /\.(\d+)/.exec(number) ?? [];
  return Math.min(decimals.length, MAX_DECIMALS);
}

function between([least, most]: readonly [number, number], chance: Uint8Array): number {
  const share = chance.reduce((sum, byte) => (sum + byte) / 256, 0);
  return Math.round((least + share * (most - least)) * 10) / 10;
}
