// How far two places are from each other, as if the earth were a ball: good to half a percent.

/** Degrees. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** The mean radius of the earth in metres (IUGG). */
const EARTH_RADIUS = 6_371_008.8;

const RADIANS_PER_DEGREE = Math.PI / 180;

/** Metres on the ground, by the haversine formula, which is exact for near places, too. */
export function metresBetween(from: Place, to: Place): number {
  if (from.latitude === to.latitude && from.longitude === to.longitude) return 0;
  const north = Math.sin((to.latitude - from.latitude) * RADIANS_PER_DEGREE / 2);
  const east = Math.sin((to.longitude - from.longitude) * RADIANS_PER_DEGREE / 2);
  const shrinking = Math.cos(from.latitude * RADIANS_PER_DEGREE) *
    Math.cos(to.latitude * RADIANS_PER_DEGREE);
  const share = north * north + shrinking * east * east;
  return 2 * EARTH_RADIUS * Math.asin(Math.sqrt(Math.min(1, Math.max(0, share))));
}

/** The same longitude, counted so that it is less than half a turn from another. */
export function unwrapLongitude(longitude: number, near: number): number {
  return longitude + 360 * Math.round((near - longitude) / 360);
}

/** The longitude as maps have it, from -180 to 180. */
export function wrapLongitude(longitude: number): number {
  return longitude >= -180 && longitude <= 180 ? longitude : unwrapLongitude(longitude, 0);
}
