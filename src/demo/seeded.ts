// The same demo again: with a seed, positions are shaken by the same chance and payloads have the
// same times in every run, whenever it is. So two recordings say the same.

import { type Position, positionAt } from "./track.ts";

/** When payloads of seeded demos begin, by their own clock. */
const SEEDED_START = Date.UTC(2026, 0, 1);

/** How far chance moves a position: about three metres. */
const SHAKE_DEGREES = 0.00003;

/** How much of a speed is chance. */
const SHAKE_SPEED = 0.05;

export interface Ride {
  /** The position that is told as the n-th, n from 0. */
  position(count: number): Position;
  /** The wall clock's milliseconds at that. */
  time(count: number): number;
}

/**
 * A ride that tells a position every so many milliseconds; without a seed as it is, and now. It
 * begins at this second of the track.
 */
export function rideOf(
  interval: number,
  seed: number | undefined,
  now: () => number,
  start = 0,
): Ride {
  const place = (count: number): Position => positionAt(start + count * interval / 1000);
  if (seed === undefined) return { position: place, time: now };
  return {
    position: (count) => shaken(place(count), seed, count),
    time: (count) => SEEDED_START + Math.round(count * interval),
  };
}

function shaken(position: Position, seed: number, count: number): Position {
  const chance = (salt: number): number => 2 * chanceOf(seed, 3 * count + salt) - 1;
  return {
    ...position,
    latitude: round(position.latitude + chance(0) * SHAKE_DEGREES, 6),
    longitude: round(position.longitude + chance(1) * SHAKE_DEGREES, 6),
    speed: round(position.speed * (1 + chance(2) * SHAKE_SPEED), 1),
  };
}

/** From 0 to 1, the same for the same numbers (the finaliser of MurmurHash3). */
function chanceOf(seed: number, count: number): number {
  let hash = Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(count + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x100000000;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
