// Ways on the ground as a small map: north is up, both directions have the same scale.

import type { Place } from "../../timeline/stats/distance.ts";
import { unwrapLongitude } from "../../timeline/stats/distance.ts";
import { BrailleCanvas, type Cell, DOTS_ACROSS, DOTS_DOWN } from "./braille.ts";
import { formatMetres } from "./figures.ts";

/** The largest map, in characters. */
export const MAX_MAP_COLUMNS = 72;
export const MAX_MAP_ROWS = 16;

export interface MapOptions {
  readonly columns: number;
  /** Colours what one way drew. */
  readonly paint?: (text: string, number: number) => string;
}

export interface Way {
  readonly way: readonly Place[];
  /** What tells it apart, in letters and colours. */
  readonly number: number;
}

/** Letters mark where the ways begin (small) and end (capital). */
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

export function startLetter(number: number): string {
  return LETTERS.charAt(number % LETTERS.length);
}

export function endLetter(number: number): string {
  return startLetter(number).toUpperCase();
}

const METRES_PER_DEGREE = 111_195;

/** Nothing is drawn larger than this: a centimetre is no distance on a map. */
const LEAST_METRES_PER_DOT = 0.01;

/** At the poles, too, a degree of longitude has some length. */
const LEAST_SHRINKING = 0.001;

/** The map's lines and, below them, its scale. */
export function trackMap(
  ways: readonly Way[],
  { columns, paint = (text) => text }: MapOptions,
): readonly string[] {
  const plans = onPlane(ways.map(({ way }) => way));
  const points = plans.flat();
  if (points.length === 0 || columns < 2) return [];
  const [west, east] = rangeOf(points.map(({ x }) => x));
  const [north, south] = rangeOf(points.map(({ y }) => y));
  const metresPerDot = Math.max(
    LEAST_METRES_PER_DOT,
    (east - west) / (Math.min(columns, MAX_MAP_COLUMNS) * DOTS_ACROSS - 1),
    (south - north) / (MAX_MAP_ROWS * DOTS_DOWN - 1),
  );
  const dots = (metres: number): number => Math.round(metres / metresPerDot);
  const canvas = new BrailleCanvas(
    Math.floor(dots(east - west) / DOTS_ACROSS) + 1,
    Math.floor(dots(south - north) / DOTS_DOWN) + 1,
  );
  const drawn = plans.map((plan, index) => ({
    points: plan.map(({ x, y }) => ({ x: dots(x - west), y: dots(y - north) })),
    number: ways[index]?.number ?? index,
  }));
  for (const { points, number } of drawn) drawWay(canvas, points, number);
  for (const { points, number } of drawn) markEnds(canvas, points, number);
  return [
    ...canvas.cells().map((row) => paintRow(row, paint)),
    scale(metresPerDot, columns),
  ];
}

/** How far apart the farthest of them are, north to south or west to east, in metres. */
export function extentOf(ways: readonly (readonly Place[])[]): number {
  const points = onPlane(ways).flat();
  if (points.length === 0) return 0;
  const [west, east] = rangeOf(points.map(({ x }) => x));
  const [north, south] = rangeOf(points.map(({ y }) => y));
  return Math.max(east - west, south - north);
}

interface Point {
  /** Metres east and south. */
  readonly x: number;
  readonly y: number;
}

/** As if the ground were flat, which it is as far as a small map can show. */
function onPlane(ways: readonly (readonly Place[])[]): readonly (readonly Point[])[] {
  const [southmost, northmost] = rangeOf(ways.flat().map(({ latitude }) => latitude));
  const middle = (southmost + northmost) / 2;
  const shrinking = Math.max(LEAST_SHRINKING, Math.cos(middle * Math.PI / 180));
  const near = ways[0]?.[0]?.longitude ?? 0;
  return ways.map((way) => {
    const first = way[0]?.longitude ?? 0;
    const shift = unwrapLongitude(first, near) - first;
    return way.map(({ latitude, longitude }) => ({
      x: (longitude + shift) * METRES_PER_DEGREE * shrinking,
      y: -latitude * METRES_PER_DEGREE,
    }));
  });
}

function rangeOf(values: readonly number[]): readonly [least: number, most: number] {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

function drawWay(canvas: BrailleCanvas, way: readonly Point[], index: number): void {
  way.forEach((point, place) => {
    const from = way[place - 1] ?? point;
    canvas.line(from.x, from.y, point.x, point.y, index);
  });
}

function markEnds(canvas: BrailleCanvas, way: readonly Point[], index: number): void {
  const first = way[0];
  const last = way.at(-1);
  if (first === undefined || last === undefined) return;
  canvas.mark(first.x, first.y, startLetter(index), index);
  canvas.mark(last.x, last.y, endLetter(index), index);
}

/** Neighbours of one colour are painted together. */
function paintRow(row: readonly Cell[], paint: (text: string, way: number) => string): string {
  let line = "";
  let text = "";
  let owner: number | undefined;
  for (const cell of [...row, { text: "" }]) {
    if (cell.owner !== owner) {
      line += owner === undefined ? text : paint(text, owner);
      text = "";
    }
    owner = cell.owner;
    text += cell.text;
  }
  return (line + text).trimEnd();
}

/** A bar of a round length: `├────┤ 20 m`. */
function scale(metresPerDot: number, columns: number): string {
  const metresPerColumn = metresPerDot * DOTS_ACROSS;
  const longest = metresPerColumn * Math.max(2, Math.min(columns, MAX_MAP_COLUMNS) / 4);
  const power = 10 ** Math.floor(Math.log10(longest));
  const step = [5, 2].find((factor) => factor * power <= longest) ?? 1;
  const length = Math.max(2, Math.round(step * power / metresPerColumn));
  return `├${"─".repeat(length - 2)}┤ ${formatMetres(step * power)}`;
}
