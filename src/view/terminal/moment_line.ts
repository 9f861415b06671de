// One line for one moment: its number on the tape, when, after what time, which connection, which
// way, how deep, what, how large, and what it answers. What is odd about it follows on lines below.

import type { Layer, Moment } from "../../timeline/moment.ts";
import { formatDuration, formatSize } from "./duration.ts";
import { cut, printable } from "./event_line.ts";
import { MAX_DETAIL, type MomentText, momentText } from "./moment_text.ts";
import type { Paint, PaintStyle } from "./paint.ts";

export interface MomentLineOptions {
  readonly columns: number;
  readonly paint: Paint;
  /** The depth that was chosen. */
  readonly layer?: Layer;
  /** When the line before it was. */
  readonly before?: number;
}

/** Below this width the time since the last line is left out. */
const NARROW_COLUMNS = 72;

/** The least that is shown of a detail before the size and the answer give way to it. */
const LEAST_DETAIL = 12;

type Part = readonly [text: string, style?: PaintStyle];

/** The moment's line, and a line for each of its notes. */
export function momentLines(moment: Moment, options: MomentLineOptions): readonly string[] {
  const text = momentText(moment, options.layer);
  const before = leftParts(moment, text, options);
  const head = headParts(moment, text);
  const tail = tailParts(moment, text);
  const room = options.columns - length([...before, ...head]);
  const fits = room - length(tail) >= Math.min(LEAST_DETAIL, text.detail.length);
  const detail = cutDetail(text.detail, fits ? room - length(tail) : room);
  const parts = [...before, ...head, [detail] as const, ...(fits ? tail : [])];
  const line = draw(parts, options);
  const notes = moment.decoded?.notes ?? [];
  if (notes.length === 0) return [line];
  const indent = " ".repeat(length(before));
  return [
    line,
    ...notes.map(({ rule, text }) =>
      draw([[indent], [printable(`! ${rule}: ${text}`), "yellow"]], options)
    ),
  ];
}

function leftParts(moment: Moment, text: MomentText, options: MomentLineOptions): readonly Part[] {
  const { line, at, conn, from } = moment;
  const since = options.before === undefined ? "" : `+${formatDuration(at - options.before)}`;
  const arrow = from === undefined ? " " : from === "client" ? "→" : "←";
  return [
    [`${`#${line.number}`.padStart(6)} `, "dim"],
    [`${(at / 1000).toFixed(3).padStart(8)} s `],
    ...(options.columns < NARROW_COLUMNS ? [] : [[`${since.padStart(11)} `, "dim"] as const]),
    [`${(conn === undefined ? "" : String(conn)).padStart(3)} `, "dim"],
    [`${arrow} `, from === "client" ? "cyan" : "magenta"],
    [`${text.title.padEnd(6)}  `, "dim"],
  ];
}

function headParts(moment: Moment, { place, what, isBad, detail }: MomentText): readonly Part[] {
  const gap = detail === "" ? "" : "  ";
  const style = styleOf(moment, isBad);
  const words = printable(cut(what, MAX_DETAIL));
  return [
    ...(place === "" ? [] : [[`${printable(place)}  `, "dim"] as const]),
    style === undefined ? [`${words}${gap}`] : [`${words}${gap}`, style],
  ];
}

function styleOf({ line, layer }: Moment, isBad: boolean): PaintStyle | undefined {
  if (isBad) return "red";
  switch (line.entry.kind) {
    case "note":
      return "yellow";
    case "mark":
      return "green";
    default:
      return layer === "event" ? "bold" : undefined;
  }
}

function tailParts(moment: Moment, { layer }: MomentText): readonly Part[] {
  const { size, answers, decoded } = moment;
  const ackId = decoded?.event?.ackId;
  const asks = ackId === undefined || layer === "wire" ? "" : `  wants ack ${ackId}`;
  const answer = answers === undefined || layer === "wire"
    ? ""
    : `  answers #${answers.line} ${printable(answers.name)} after ${
      formatDuration(answers.latency)
    }`;
  return [
    ...(size === 0 ? [] : [[`  ${formatSize(size)}`, "dim"] as const]),
    [asks, "dim"],
    [answer, "green"],
  ];
}

function cutDetail(detail: string, room: number): string {
  return cut(printable(detail.slice(0, MAX_DETAIL)), Math.max(0, room));
}

function length(parts: readonly Part[]): number {
  return parts.reduce((sum, [text]) => sum + text.length, 0);
}

/** Cuts before it paints, so that no style is left open. */
function draw(parts: readonly Part[], { columns, paint }: MomentLineOptions): string {
  let room = columns;
  let line = "";
  for (const [text, style] of parts) {
    if (room <= 0 || text === "") continue;
    const shown = cut(text, room);
    room -= text.length;
    line += style === undefined ? shown : paint(style, shown);
  }
  return line.trimEnd();
}
