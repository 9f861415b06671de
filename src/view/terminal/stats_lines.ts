// The figures of a tape as a page for people: what was sent how often, when it was not, how quick
// both sides were, how it all went, and where things moved.

import type { Stats } from "../../timeline/stats/stats.ts";
import { fitted, wrapFacts } from "./columns.ts";
import { counted, formatDuration } from "./duration.ts";
import { formatSeconds } from "./event_line.ts";
import { type Paint, plainPaint } from "./paint.ts";
import { eventLines } from "./stats_events.ts";
import { positionLines } from "./stats_positions.ts";
import { conversationLines, noteLines } from "./stats_conversations.ts";
import { compressionLines, gapLines, timeLines, totalLines } from "./stats_tables.ts";

/** Where the page will stand. */
export interface StatsPageOptions {
  /** How wide the screen is. */
  readonly columns: number;
  readonly paint?: Paint;
}

/** On narrower screens, lines are as long as on this one. */
const FEWEST_COLUMNS = 18;

/** What is in front of every line below a title. */
const INDENT = "  ";

export function statsLines(stats: Stats, options: StatsPageOptions): readonly string[] {
  const { paint = plainPaint } = options;
  const columns = Math.max(FEWEST_COLUMNS, options.columns - INDENT.length);
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [
      "",
      paint("bold", fitted(title, columns)),
      ...lines.map((line) => line === "" ? "" : INDENT + line),
    ];
  return [
    ...wrapFacts(headFacts(stats), columns),
    ...section("Events", eventLines(stats, columns)),
    ...section("Sides, layers, transports", totalLines(stats, columns)),
    ...section("Gaps", gapLines(stats, columns)),
    ...section("Times", timeLines(stats, columns)),
    ...section("Compression", compressionLines(stats, columns)),
    ...section("Sessions and connections", conversationLines(stats, columns)),
    ...section("Notes", noteLines(stats, columns)),
    ...section("Positions", positionLines(stats, columns, paint)),
  ];
}

function headFacts({ from, to, duration, moments, marks }: Stats): readonly string[] {
  if (moments === 0) return ["nothing"];
  return [
    `${formatDuration(duration)} (${formatSeconds(from).trim()} to ${formatSeconds(to).trim()})`,
    counted(moments, "moment"),
    ...(marks > 0 ? [counted(marks, "mark")] : []),
  ];
}
