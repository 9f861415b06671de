// One thing's way: how long, how quick, where, and its shape with no more points than a screen shows.

import { metresBetween, type Place, unwrapLongitude, wrapLongitude } from "./distance.ts";

/** How many points of the shape are kept; when there are more, every second one goes. */
export const MAX_SHAPE_POINTS = 512;

/**
 * Speed is taken over at least so many milliseconds: what was held up on its way arrives together,
 * and would look quick as lightning.
 */
export const SHORTEST_STEP = 500;

/** Metres a second. What is faster (360 km/h) is a jump, or two things under one name. */
export const FASTEST_PLAUSIBLE = 100;

export interface TrackPoint extends Place {
  readonly at: number;
}

/** Degrees. A box across the 180th meridian has its west greater than its east. */
export interface BoundingBox {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}

/** Metres a second. */
export interface SpeedRange {
  readonly least: number;
  readonly most: number;
}

export interface LongestGap {
  readonly at: number;
  readonly milliseconds: number;
}

export class Track {
  /** The shape. Longitudes here may go beyond 180: neighbours are never a turn apart. */
  #latitudes: number[] = [];
  #longitudes: number[] = [];
  #stride = 1;
  #count = 0;
  #metres = 0;
  #first: TrackPoint | undefined;
  #last: TrackPoint | undefined;
  /** Where the present step began. */
  #stepFrom: TrackPoint | undefined;
  #south = Infinity;
  #north = -Infinity;
  #west = Infinity;
  #east = -Infinity;
  #slowest = Infinity;
  #quickest = -Infinity;
  #jumps = 0;
  #jumpMetres = 0;
  #longestGap: LongestGap | undefined;

  add(latitude: number, longitude: number, at: number): void {
    const last = this.#last;
    const unwrapped = last === undefined ? longitude : unwrapLongitude(longitude, last.longitude);
    const point = { latitude, longitude: unwrapped, at };
    this.#keep(point);
    this.#last = point;
    if (last === undefined) {
      this.#first = point;
      this.#stepFrom = point;
      return;
    }
    const metres = metresBetween(last, point);
    this.#metres += metres;
    const milliseconds = at - last.at;
    if (milliseconds > (this.#longestGap?.milliseconds ?? 0)) {
      this.#longestGap = { at: last.at, milliseconds };
    }
    this.#step(point, this.#stepFrom === last ? metres : undefined);
  }

  get count(): number {
    return this.#count;
  }

  get first(): TrackPoint | undefined {
    return this.#first;
  }

  /** All the way, jumps included. */
  get metres(): number {
    return this.#metres;
  }

  /** Without jumps; undefined when no two points were far enough apart in time. */
  get speed(): SpeedRange | undefined {
    const isMeasured = this.#quickest >= this.#slowest;
    return isMeasured ? { least: this.#slowest, most: this.#quickest } : undefined;
  }

  /** Steps too quick to be true, and how much of the way they make. */
  get jumps(): { readonly count: number; readonly metres: number } {
    return { count: this.#jumps, metres: this.#jumpMetres };
  }

  get longestGap(): LongestGap | undefined {
    return this.#longestGap;
  }

  get box(): BoundingBox | undefined {
    if (this.#count === 0) return undefined;
    return {
      south: this.#south,
      west: wrapLongitude(this.#west),
      north: this.#north,
      east: wrapLongitude(this.#east),
    };
  }

  /** From the first point to the last, some between them left out when there are many. */
  get shape(): readonly Place[] {
    const kept = this.#latitudes.map((latitude, index): Place => {
      return { latitude, longitude: this.#longitudes[index] ?? 0 };
    });
    const isLastKept = (this.#count - 1) % this.#stride === 0;
    return this.#last === undefined || isLastKept ? kept : [...kept, this.#last];
  }

  #keep(point: TrackPoint): void {
    if (this.#count % this.#stride === 0) {
      if (this.#latitudes.length === MAX_SHAPE_POINTS) {
        this.#latitudes = this.#latitudes.filter(isEven);
        this.#longitudes = this.#longitudes.filter(isEven);
        this.#stride *= 2;
      }
      if (this.#count % this.#stride === 0) {
        this.#latitudes.push(point.latitude);
        this.#longitudes.push(point.longitude);
      }
    }
    this.#count += 1;
    if (point.latitude < this.#south) this.#south = point.latitude;
    if (point.latitude > this.#north) this.#north = point.latitude;
    if (point.longitude < this.#west) this.#west = point.longitude;
    if (point.longitude > this.#east) this.#east = point.longitude;
  }

  #step(point: TrackPoint, known: number | undefined): void {
    const from = this.#stepFrom ?? point;
    const milliseconds = point.at - from.at;
    if (milliseconds < SHORTEST_STEP) return;
    this.#stepFrom = point;
    const metres = known ?? metresBetween(from, point);
    const speed = metres / (milliseconds / 1000);
    if (speed > FASTEST_PLAUSIBLE) {
      this.#jumps += 1;
      this.#jumpMetres += metres;
      return;
    }
    if (speed < this.#slowest) this.#slowest = speed;
    if (speed > this.#quickest) this.#quickest = speed;
  }
}

function isEven(_value: number, index: number): boolean {
  return index % 2 === 0;
}
