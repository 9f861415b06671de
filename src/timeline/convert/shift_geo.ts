// Moves all positions of a tape by one vector that nobody is told: ways keep their shape, and stand
// where nobody has been. A coordinate that is 0 is mostly none, and stays: moved, it would tell the
// vector.

import type { JsonValue, Value, ValueObject } from "../../base/json.ts";
import { type Axis, coordinateOf } from "../positions.ts";
import type { Moment } from "../moment.ts";
import type { Replacer } from "./anonymise.ts";
import { isGeoJson, moveBox, movePlaces, orderOfPlaces, placesIn } from "./geo_lists.ts";
import { codeOfPlace, orderOfName } from "./geo_names.ts";
import { axisOfName, moveInText, moveNamedPair } from "./geo_text.ts";

/** How many bytes of chance a shift is made of: eight for each axis, and one for east or west. */
export const CHANCE_BYTES = 17;

/** The least and most degrees; 4 degrees of latitude are 445 km anywhere. */
const LATITUDES = [4, 12] as const;
const LONGITUDES = [10, 170] as const;

/** How many decimals numbers may have: what a double holds of 180 degrees. */
const MAX_DECIMALS = 13;

/** How many kinds of places that stay are told apart. */
const MAX_LEFT_KINDS = 100;

/** How many decimals make a list of numbers look like a place: three are 110 m. */
const LEAST_DECIMALS = 3;

/** What looks like a position and stays where it is. */
export interface LeftPosition {
  /** The key that it stands under, where it stands under one. */
  readonly name?: string;
  /** The first line on which it was met, when it was met in a message. */
  readonly line?: number;
  readonly reason: string;
}

export class GeoShift implements Replacer {
  readonly keepsWidth = false;
  readonly #latitude: number;
  readonly #longitude: number;
  /** Towards the equator from the first position, so that none is pushed over a pole. */
  #sign: number | undefined;
  #moved = 0;
  readonly #left = new Map<string, LeftPosition>();
  /** Of the message whose data is moved. */
  #line: number | undefined;

  constructor(chance: Uint8Array) {
    this.#latitude = between(LATITUDES, chance.subarray(0, 8));
    const longitude = between(LONGITUDES, chance.subarray(8, 16));
    this.#longitude = ((chance[16] ?? 0) & 1) === 0 ? longitude : -longitude;
  }

  /** How many coordinates were moved so far. */
  get moved(): number {
    return this.#moved;
  }

  /** What looks like a position and could not be moved, each kind once. */
  get left(): readonly LeftPosition[] {
    return [...this.#left.values()];
  }

  data(data: Value, { line }: Pick<Moment, "line">): Value {
    this.#line = line.number;
    const moved = this.#move(data);
    this.#line = undefined;
    return moved;
  }

  args(args: readonly JsonValue[]): readonly JsonValue[] {
    // Moving numbers brings no binary in.
    return this.#move(args) as readonly JsonValue[];
  }

  readonly text = (text: string): string => {
    this.#tellCode(undefined, text);
    return moveInText(text, this.#moveWritten);
  };

  /** Shares what does not change. */
  #move(value: Value): Value {
    if (typeof value === "string") return this.text(value);
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
    if (isList(value)) {
      const items = value.map((item) => this.#move(item));
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    if (Object.hasOwn(value, "$binary")) return value;
    return this.#moveMembers(value);
  }

  #moveMembers(value: ValueObject): Value {
    let isNew = false;
    const isShape = isGeoJson(value);
    const members = Object.entries(value).map(([key, item]) => {
      const name = this.text(key);
      const moved = this.#moveMember(key, item, isShape);
      isNew ||= name !== key || moved !== item;
      return [name, moved] as const;
    });
    return isNew ? Object.fromEntries(members) : value;
  }

  #moveMember(key: string, item: Value, isShape: boolean): Value {
    const axis = axisOfMember(key, item);
    if (axis !== undefined) return this.#moveCoordinate(item, axis);
    if (typeof item === "string") return this.#moveNamedText(key, item);
    if (!Array.isArray(item)) return this.#move(item);
    if (isShape && key === "bbox") {
      const box = moveBox(item, this.#moveCoordinate);
      if (box !== undefined) return box;
    }
    const order = isShape && key === "coordinates" ? "longitude-first" : orderOfName(key);
    const places = order === undefined ? undefined : placesIn(item);
    if (order === undefined || places === undefined) return this.#move(item);
    const known = order === "either" ? orderOfPlaces(places) : order;
    if (known !== undefined) return movePlaces(item, known, this.#moveCoordinate);
    if (places.some(isPrecise)) this.#tell(key, "nothing says which number is the latitude");
    return item;
  }

  #moveNamedText(key: string, text: string): string {
    this.#tellCode(key, text);
    const order = orderOfName(key);
    const moved = order === undefined ? undefined : moveNamedPair(text, order, this.#moveWritten);
    return moved ?? moveInText(text, this.#moveWritten);
  }

  #tellCode(name: string | undefined, text: string): void {
    const what = codeOfPlace(name, text);
    if (what !== undefined) this.#tell(name, `${what}, which cannot be moved`);
  }

  #tell(name: string | undefined, reason: string): void {
    const kind = `${name} ${reason}`;
    const known = this.#left.get(kind);
    if (known === undefined && this.#left.size >= MAX_LEFT_KINDS) return;
    const line = known?.line ?? this.#line;
    this.#left.set(kind, {
      reason,
      ...(name === undefined ? {} : { name }),
      ...(line === undefined ? {} : { line }),
    });
  }

  /** A number where a number stood, text where text stood. */
  readonly #moveCoordinate = (value: Value, axis: Axis): Value => {
    const moved = this.#moveWritten(String(value), axis);
    return typeof value === "number" ? Number(moved) : moved;
  };

  /**
   * With as many decimals as before. The vector is rounded to as many as well, so that numbers of one
   * precision are moved exactly: equal ones stay equal, others stay apart.
   */
  readonly #moveWritten = (written: string, axis: Axis): string => {
    const degrees = Number(written);
    if (degrees === 0 || !isPossible(degrees, axis)) return written;
    const decimals = decimalsOf(written);
    const rounded = (part: number): number => Number(part.toFixed(decimals));
    this.#moved++;
    const moved = axis === "latitude"
      ? this.#moveLatitude(degrees, rounded(this.#latitude))
      : moveLongitude(degrees, rounded(this.#longitude));
    return moved.toFixed(decimals);
  };

  #moveLatitude(degrees: number, vector: number): number {
    this.#sign ??= degrees > 0 ? -1 : 1;
    const moved = degrees + this.#sign * vector;
    if (moved > 90) return 180 - moved;
    return moved < -90 ? -180 - moved : moved;
  }
}

/** Around the world, counted as it was counted before. */
function moveLongitude(degrees: number, vector: number): number {
  const moved = degrees + vector;
  const [least, most] = degrees > 180 ? [0, 360] : [-180, 180];
  if (moved > most) return moved - 360;
  return moved < least ? moved + 360 : moved;
}

/** Whether there is such a place. Longitudes up to 360 are some people's way to count them. */
function isPossible(degrees: number, axis: Axis): boolean {
  return axis === "latitude" ? Math.abs(degrees) <= 90 : degrees >= -180 && degrees <= 360;
}

function axisOfMember(key: string, item: Value): Axis | undefined {
  return coordinateOf(item) === undefined ? undefined : axisOfName(key, String(item));
}

/** Lists of short numbers are lists of anything. */
function isPrecise(place: readonly Value[]): boolean {
  return place.slice(0, 2).every((value) => decimalsOf(String(value)) >= LEAST_DECIMALS);
}

function isList(value: readonly Value[] | ValueObject): value is readonly Value[] {
  return Array.isArray(value);
}

function decimalsOf(number: string): number {
  const [, decimals = "", exponent = "0"] = /^[^.e]*(?:\.(\d*))?(?:e([-+]?\d+))?/i
    .exec(number.trim()) ?? [];
  return Math.max(0, Math.min(decimals.length - Number(exponent), MAX_DECIMALS));
}

function between([least, most]: readonly [number, number], chance: Uint8Array): number {
  const share = chance.reduce((sum, byte) => (sum + byte) / 256, 0);
  return least + share * (most - least);
}
