// The plain tables of the page: totals, gaps, times, compression.

import type { Count } from "../../timeline/stats/count.ts";
import { ratioOf, type Saving } from "../../timeline/stats/compression.ts";
import type { Sample } from "../../timeline/sample.ts";
import type { Stats } from "../../timeline/stats/stats.ts";
import { LAYERS } from "../../timeline/moment.ts";
import { alignColumns, wrapFacts } from "./columns.ts";
import { counted, formatDuration, formatSize } from "./duration.ts";
import { formatSeconds, printable } from "./event_line.ts";
import { formatShare } from "./figures.ts";
import { arrowOf } from "./stats_events.ts";

/** How many gaps are told. */
export const TOLD_GAPS = 10;

/** How many events that ask for answers have a line. */
export const TOLD_ANSWERS = 20;

export function totalLines(stats: Stats, columns: number): readonly string[] {
  const layers = stats.layers.list.toSorted((left, right) => depthOf(left) - depthOf(right));
  const rows = [
    ...stats.directions.list.map((count) => countRow(`from the ${count.kind}`, count)),
    ...layers.map((count) => countRow(`${count.kind} layer`, count)),
    ...stats.transports.list.map((count) => countRow(`over ${count.kind}`, count)),
  ];
  if (rows.length === 0) return [];
  return alignColumns([["", "moments", "bytes"], ...rows], ["left", "right", "right"], columns);
}

function countRow(name: string, { count, bytes }: Count): readonly string[] {
  return [name, String(count), formatSize(bytes)];
}

function depthOf({ kind }: Count): number {
  return LAYERS.findIndex((layer) => layer === kind);
}

export function gapLines({ gaps }: Stats, columns: number): readonly string[] {
  if (gaps.length === 0) return [];
  const rows = gaps.slice(0, TOLD_GAPS).map((
    { from, namespace, name, at, milliseconds, usual },
  ) => [
    `${arrowOf(from)}  ${printable(`${namespace}  ${name}`)}`,
    formatDuration(milliseconds),
    formatSeconds(at).trim(),
    formatDuration(usual),
  ]);
  const more = gaps.length > TOLD_GAPS ? [`and ${gaps.length - TOLD_GAPS} more`] : [];
  const head = ["", "silent for", "from", "usually every"];
  return [
    ...alignColumns([head, ...rows], ["left", "right", "right", "right"], columns),
    ...more,
  ];
}

export function timeLines({ pulse, answers }: Stats, columns: number): readonly string[] {
  const questions = answers.list.slice(0, TOLD_ANSWERS);
  const rows = [
    ...sampleRow("network round trip", pulse.roundTrips),
    ...sampleRow("client answers heartbeat", pulse.heartbeats),
    ...sampleRow("server answers heartbeat", pulse.serverHeartbeats),
    ...questions.flatMap(({ by, name, asked, latency }) =>
      sampleRow(
        `${by} answers ${printable(name)}`,
        latency,
        latency.count < asked ? `${latency.count} of ${asked}` : String(latency.count),
      )
    ),
  ];
  if (rows.length === 0) return [];
  const head = ["", "times", "least", "median", "95 %", "most"];
  return alignColumns(
    [head, ...rows],
    ["left", "right", "right", "right", "right", "right"],
    columns,
  );
}

/** Without measurements, a line only says how many there should have been. */
function sampleRow(
  name: string,
  { count, least, median, p95, most }: Sample,
  times = String(count),
): readonly (readonly string[])[] {
  if (count === 0) return times === "0" ? [] : [[name, times]];
  return [[name, times, ...[least, median, p95, most].map((time = 0) => formatDuration(time))]];
}

export function compressionLines({ compression }: Stats, columns: number): readonly string[] {
  const { messages, bodies, codings } = compression;
  const how = codings.length === 0 ? "" : ` (${printable(codings.join(", "))})`;
  return [
    ...wrapFacts(savingFacts("WebSocket message", messages, ""), columns),
    ...wrapFacts(savingFacts("HTTP body", bodies, how), columns),
  ];
}

function savingFacts(noun: string, saving: Saving, how: string): readonly string[] {
  const { count, compressed, contentBytes, wireBytes } = saving;
  if (count === 0) return [];
  const plural = noun === "HTTP body" && count !== 1
    ? `${count} HTTP bodies`
    : counted(count, noun);
  const ratio = ratioOf(saving);
  if (ratio === undefined) return [plural, "none compressed"];
  return [
    `${compressed} of ${plural} compressed${how}`,
    `${formatSize(contentBytes)} in ${formatSize(wireBytes)}`,
    formatShare(ratio),
  ];
}
