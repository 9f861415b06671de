// Where things moved: how far, how quick, and a small map.

import type { SubjectTrack } from "../../timeline/stats/tracks.ts";
import type { EventStats } from "../../timeline/stats/events.ts";
import { FASTEST_PLAUSIBLE } from "../../timeline/stats/track.ts";
import type { Stats } from "../../timeline/stats/stats.ts";
import { fitted, wrapFacts } from "./columns.ts";
import { counted, formatDuration } from "./duration.ts";
import { formatSeconds, printable } from "./event_line.ts";
import { formatMetres, formatPlace } from "./figures.ts";
import type { Paint, PaintStyle } from "./paint.ts";
import { arrowOf } from "./stats_events.ts";
import { endLetter, extentOf, startLetter, trackMap } from "./track_map.ts";

/** How many ways are told and drawn, those with the most points. */
export const TOLD_TRACKS = 6;

/** A common map so many times as large as the largest way shows dots only: then each has its own. */
const LARGEST_COMMON_MAP = 10;

const STYLES: readonly PaintStyle[] = ["cyan", "yellow", "magenta", "green", "red", "bold"];

/** What is told of a way stands below its name. */
const INDENT = "   ";

interface Told extends SubjectTrack {
  readonly event: EventStats;
}

export function positionLines(stats: Stats, columns: number, paint: Paint): readonly string[] {
  const all = stats.events.list
    .flatMap((event) => event.tracks.list.map((one): Told => ({ ...one, event })))
    .sort((left, right) => right.track.count - left.track.count);
  const told = all.slice(0, TOLD_TRACKS);
  return [
    ...told.flatMap((one, index) => trackLines(one, index, columns)),
    ...all.length > told.length ? [`and ${all.length - told.length} more`] : [],
    ...leftOut(stats.events.list),
  ].map((line) => fitted(line, columns)).concat(maps(told, columns, paint));
}

function trackLines(
  { event, subject, track }: Told,
  index: number,
  columns: number,
): readonly string[] {
  const { count, metres, speed, jumps, longestGap, box } = track;
  const place = [arrowOf(event.from), event.namespace, event.name, subject]
    .filter((part) => part !== "").join("  ");
  const facts = [
    counted(count, "point"),
    ...(count > 1 ? [formatMetres(metres)] : []),
    ...(speed === undefined ? [] : [speedText(speed.least.toFixed(1), speed.most.toFixed(1))]),
    ...(longestGap === undefined ? [] : [
      `longest gap ${formatDuration(longestGap.milliseconds)} ` +
      `from ${formatSeconds(longestGap.at).trim()} on`,
    ]),
  ];
  const lines = [
    facts,
    ...(box === undefined ? [] : [[
      `bounding box ${formatPlace(box.south, box.west)} to ${formatPlace(box.north, box.east)}`,
    ]]),
    ...(jumps.count === 0 ? [] : [[
      `${counted(jumps.count, "step")} over ${formatMetres(jumps.metres)} faster than ` +
      `${FASTEST_PLAUSIBLE} m/s`,
      "not counted as speed: jumps, or two things under one name",
    ]]),
  ];
  return [
    `${endLetter(index)}  ${printable(place)}`,
    ...lines.flatMap((line) => wrapFacts(line, columns - INDENT.length))
      .map((line) => INDENT + line),
  ];
}

function speedText(least: string, most: string): string {
  return `speed ${least === most ? most : `${least} to ${most}`} m/s`;
}

function leftOut(events: readonly EventStats[]): readonly string[] {
  const sum = (figure: (event: EventStats) => number): number =>
    events.reduce((total, event) => total + figure(event), 0);
  const offEarth = sum(({ tracks }) => tracks.offEarth);
  const untracked = sum(({ tracks }) => tracks.untracked);
  return [
    ...(offEarth === 0 ? [] : [`${counted(offEarth, "position")} that no place on earth has`]),
    ...(untracked === 0
      ? []
      : [`${counted(untracked, "point")} of other things, too many to be told apart`]),
  ];
}

function maps(told: readonly Told[], columns: number, paint: Paint): readonly string[] {
  const ways = told.map(({ track }) => track.shape);
  const largest = Math.max(0, ...ways.map((way) => extentOf([way])));
  // What stands still has no map.
  if (largest === 0) return [];
  const isCommon = extentOf(ways) <= LARGEST_COMMON_MAP * largest;
  const groups = isCommon
    ? [told.map((_, index) => index)]
    : told.flatMap((_, index) => extentOf([ways[index] ?? []]) === 0 ? [] : [[index]]);
  return groups.flatMap((group) => {
    const lines = trackMap(group.map((index) => ({ way: ways[index] ?? [], number: index })), {
      columns,
      paint: (text, number) => paint(STYLES[number % STYLES.length] ?? "bold", text),
    });
    const scale = lines.at(-1) ?? "";
    return ["", ...lines.slice(0, -1), fitted(`${scale}   ${legend(group)}`, columns)];
  });
}

function legend(group: readonly number[]): string {
  const [first = 0] = group;
  const marks = `${startLetter(first)} start, ${endLetter(first)} end`;
  return group.length === 1 ? marks : `${marks}, and so on`;
}
