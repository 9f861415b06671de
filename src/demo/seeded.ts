// The same demo again: with a seed, positions stray from the track by the same chance and payloads
// have the same times in every run, whenever it is. So two recordings say the same.

import { type Position, positionAt } from "./track.ts";

/** When payloads of seeded demos begin, by their own clock. */
const SEEDED_START = Date.UTC(2026, 0, 1);

/** How far chance leads a position astray: about three metres. */
const STRAY_DEGREES = 0.00003;

/** How much of a speed is chance. */
const STRAY_SPEED = 0.05;

/** How long it goes one way: a receiver strays slowly, it does not jump to and fro. */
const STRAY_SECONDS = 20;

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
  const secondOf = (count: number): number => start + count * interval / 1000;
  if (seed === undefined) {
    return { position: (count) => positionAt(secondOf(count)), time: now };
  }
  return {
    position: (count) => astray(positionAt(secondOf(count)), seed, count * interval / 1000),
    time: (count) => SEEDED_START + Math.round(count * interval),
  };
}

function astray(position: Position, seed: number, second: number): Position {
  const stray = (salt: number): number => strayAt(seed, salt, second / STRAY_SECONDS);
  return {
    ...position,
    latitude: round(position.latitude + stray(0) * STRAY_DEGREES, 6),
    longitude: round(position.longitude + stray(1) * STRAY_DEGREES, 6),
    speed: round(position.speed * (1 + stray(2) * STRAY_SPEED), 1),
  };
}

/** From -1 to 1: on a straight line from one chance to the next. */
function strayAt(seed: number, salt: number, at: number): number {
  const before = Math.floor(at);
  const from = chanceOf(seed, 3 * before + salt);
  const to = chanceOf(seed, 3 * (before + 1) + salt);
  return 2 * (from + (to - from) * (at - before)) - 1;
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
