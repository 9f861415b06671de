// Where a demo's driver is: a real ride (fixtures/README.md says whose), with its jitter, its stops
// and its gaps, moved to another place. Pure: the same second gives the same position.

import track from "./track.json" with { type: "json" };

export interface Position {
  readonly latitude: number;
  readonly longitude: number;
  /** Metres a second. */
  readonly speed: number;
  /** Degrees clockwise from north. */
  readonly heading: number;
  /** Metres. */
  readonly accuracy: number;
}

interface Point {
  readonly seconds: number;
  /** Metres north and east of the track's origin. */
  readonly north: number;
  readonly east: number;
}

/** Metres in one degree of latitude. */
const METRES_PER_DEGREE = 111_320;

const [originLatitude = 0, originLongitude = 0] = track.origin;
const eastPerDegree = METRES_PER_DEGREE * Math.cos((originLatitude * Math.PI) / 180);

const outward: readonly Point[] = track.points.map((
  [seconds = 0, latitude = 0, longitude = 0],
) => ({
  seconds,
  north: (latitude / 1e6) * METRES_PER_DEGREE,
  east: (longitude / 1e6) * eastPerDegree,
}));

/** How long the ride takes, in seconds; at its end the driver turns round. */
export const TRACK_SECONDS = outward.at(-1)?.seconds ?? 0;

/** There and back, in seconds; after that it begins again. */
export const ROUND_SECONDS = 2 * TRACK_SECONDS;

/** The ride and the way back, by the same streets at the same pace. */
const points: readonly Point[] = [
  ...outward,
  ...outward.slice(0, -1).reverse().map((point) => ({
    ...point,
    seconds: ROUND_SECONDS - point.seconds,
  })),
];

/** Where the driver is so many seconds after the start. */
export function positionAt(seconds: number): Position {
  const second = seconds % ROUND_SECONDS;
  const [from, to] = legAt(second);
  const duration = Math.max(1, to.seconds - from.seconds);
  const share = (second - from.seconds) / duration;
  const north = from.north + (to.north - from.north) * share;
  const east = from.east + (to.east - from.east) * share;
  const speed = Math.hypot(to.north - from.north, to.east - from.east) / duration;
  return {
    latitude: round(originLatitude + north / METRES_PER_DEGREE, 6),
    longitude: round(originLongitude + east / eastPerDegree, 6),
    speed: round(speed, 1),
    heading: headingOf(to.north - from.north, to.east - from.east),
    accuracy: duration > 2 ? 20 : 5,
  };
}

/** The two points between which the driver is, by bisection. */
function legAt(seconds: number): readonly [Point, Point] {
  let low = 0;
  let high = points.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.seconds ?? 0) <= seconds) low = middle;
    else high = middle;
  }
  const from = points[low];
  const to = points[high];
  if (from === undefined || to === undefined) throw new RangeError("The demo's track is empty");
  return [from, to];
}

function headingOf(north: number, east: number): number {
  const degrees = Math.round((Math.atan2(east, north) * 180) / Math.PI);
  return (degrees + 360) % 360;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
