// How often and how much of every event, and when: a sparkline for each.

import type { Stats } from "../../timeline/stats/stats.ts";
import { alignColumns, fitted } from "./columns.ts";
import { formatDuration, formatSize } from "./duration.ts";
import { printable } from "./event_line.ts";
import { formatRate } from "./figures.ts";
import { sparkline } from "./sparkline.ts";
import { padColumns, textWidth } from "./text_width.ts";

/** How many events have a line; the rest is said to be there. */
export const TOLD_EVENTS = 30;

/** How many columns a sparkline has at the most, and at the least to be worth its place. */
const MOST_BARS = 60;
const FEWEST_BARS = 10;

/** Names may be cut to leave room for the sparkline, but not to less than this. */
const SHORTEST_NAME = 16;

const SPACE = "  ";

const ALIGNMENTS = ["left", "left", "right", "right", "right"] as const;

/** The column that gives way. */
const NAME = 1;

interface Row {
  readonly cells: readonly string[];
  /** So many bars, each of so many milliseconds. */
  readonly bars: (count: number, milliseconds: number) => readonly number[];
}

export function eventLines(stats: Stats, columns: number): readonly string[] {
  const { duration } = stats;
  if (stats.rate.total === 0) return [];
  const events = stats.events.list;
  const rows: readonly Row[] = [
    ...events.slice(0, TOLD_EVENTS).map((event): Row => ({
      cells: [
        arrowOf(event.from),
        printable(event.namespace === "" ? event.name : `${event.namespace}  ${event.name}`),
        String(event.count),
        formatSize(event.bytes),
        event.count > 1 ? formatRate(event.count, duration) : "",
      ],
      bars: (count, milliseconds) => event.rate.columns(count * milliseconds, count),
    })),
    {
      cells: [
        " ",
        "all messages",
        String(stats.rate.total),
        "",
        formatRate(stats.rate.total, duration),
      ],
      bars: (count, milliseconds) => stats.rate.columns(count * milliseconds, count),
    },
  ];
  return withBars(rows, columns, duration).concat(
    events.length > TOLD_EVENTS ? [`and ${events.length - TOLD_EVENTS} more`] : [],
  );
}

function withBars(rows: readonly Row[], columns: number, duration: number): readonly string[] {
  const table = (width: number): readonly string[] =>
    alignColumns(rows.map(({ cells }) => cells), ALIGNMENTS, width, NAME);
  const wholeWidth = widest(table(Infinity));
  const longestName = widest(rows.map(({ cells }) => cells[NAME] ?? ""));
  const leastWidth = wholeWidth - Math.max(0, longestName - SHORTEST_NAME);
  const width = Math.max(leastWidth, Math.min(wholeWidth, columns - FEWEST_BARS - SPACE.length));
  const room = Math.min(MOST_BARS, columns - width - SPACE.length);
  if (room < FEWEST_BARS || duration <= 0) return table(columns);
  const barTime = roundTime(duration / room);
  const bars = Math.ceil(duration / barTime);
  const lines = table(width).map((line, index) =>
    `${padColumns(line, width)}${SPACE}${sparkline(rows[index]?.bars(bars, barTime) ?? [])}`
      .trimEnd()
  );
  const note = `each bar ${formatDuration(barTime)}, each row to its own height`;
  const indent = " ".repeat(Math.max(0, Math.min(width + SPACE.length, columns - note.length)));
  return [...lines, fitted(indent + note, columns)];
}

/** Milliseconds: the next of the times that people count in. */
function roundTime(least: number): number {
  const hours = least / 3_600_000;
  if (least > 1_800_000) return 3_600_000 * Math.ceil(hours);
  const round = ROUND_TIMES.find((time) => time >= least);
  return round ?? Math.ceil(least);
}

const ROUND_TIMES: readonly number[] = [
  ...[0.001, 0.01, 0.1, 1, 10, 100].flatMap((power) => [power, 2 * power, 5 * power]),
  ...[1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800].map((seconds) => seconds * 1000),
];

function widest(lines: readonly string[]): number {
  return lines.reduce((width, line) => Math.max(width, textWidth(line)), 0);
}

export function arrowOf(from: "client" | "server"): string {
  return from === "client" ? "→" : "←";
}
