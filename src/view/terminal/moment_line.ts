// One line for one moment: its number on the tape, when, after what time, which connection, which
// way, how deep, what, how large, and what it answers. What is odd about it follows on lines below.

import type { Layer, Moment } from "../../timeline/moment.ts";
import { formatDuration, formatSize } from "./duration.ts";
import { cut, printable } from "./event_line.ts";
import { MAX_DETAIL, type MomentText, momentText } from "./moment_text.ts";
import type { PaintStyle } from "./paint.ts";
import { type Canvas, draw, type Part, widthOf } from "./parts.ts";

export interface MomentLineOptions extends Canvas {
  /** The depth that was chosen. */
  readonly layer?: Layer;
  /** When the line before it was. */
  readonly before?: number;
}

/** Below this width the time since the last line is left out. */
const NARROW_COLUMNS = 72;

/** The least that is shown of a detail before the size gives way to it. */
const LEAST_DETAIL = 12;

/** Less than this of a detail says nothing. */
const SHORTEST_DETAIL = 4;

/** Between what happened and its detail. */
const GAP = "  ";

/** The moment's line, and a line for each of its notes. */
export function momentLines(moment: Moment, options: MomentLineOptions): readonly string[] {
  const text = momentText(moment, options.layer);
  const before = leftParts(moment, text, options);
  const head = headParts(moment, text);
  const room = options.columns - widthOf([...before, ...head]);
  const tail = tailFor(moment, text, room);
  const detail = cutDetail(text.detail, room - widthOf(tail));
  const line = draw([...before, ...head, [detail], ...tail], options);
  const notes = moment.decoded?.notes ?? [];
  if (notes.length === 0) return [line];
  const indent = " ".repeat(widthOf(before));
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

function headParts(moment: Moment, { place, what, isBad }: MomentText): readonly Part[] {
  const style = styleOf(moment, isBad);
  const words = printable(cut(what, MAX_DETAIL));
  return [
    ...(place === "" ? [] : [[`${printable(place)}  `, "dim"] as const]),
    style === undefined ? [words] : [words, style],
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

/**
 * What follows the detail. Who answers whom outlasts everything: for it the detail gives way first,
 * then the size, then words. Where nothing is paired, the size gives way to the detail.
 */
function tailFor(moment: Moment, { layer, detail }: MomentText, room: number): readonly Part[] {
  const size: readonly Part[] = moment.size === 0 ? [] : [[`  ${formatSize(moment.size)}`, "dim"]];
  const pairings = layer === "wire" ? [] : pairingsOf(moment);
  const [whole] = pairings;
  if (whole === undefined) {
    const least = detail === "" ? 0 : GAP.length + Math.min(LEAST_DETAIL, detail.length);
    return room - widthOf(size) >= least ? size : [];
  }
  const tails = [[...size, whole], ...pairings.map((pairing) => [pairing])];
  return tails.find((tail) => widthOf(tail) <= room) ?? [];
}

/** How it is paired with another moment, in fewer and fewer words. */
function pairingsOf({ answers, decoded }: Moment): readonly Part[] {
  const ackId = decoded?.event?.ackId;
  if (ackId !== undefined) return [[`  wants ack ${ackId}`, "dim"], [`  ack ${ackId}`, "dim"]];
  if (answers === undefined) return [];
  const { line, name, latency } = answers;
  const after = formatDuration(latency);
  const texts = [
    `  answers #${line} ${printable(name)} after ${after}`,
    `  answers #${line} +${after}`,
    `  answers #${line}`,
  ];
  return texts.map((text): Part => [text, "green"]);
}

function cutDetail(detail: string, room: number): string {
  if (detail === "") return "";
  const shown = cut(printable(detail.slice(0, MAX_DETAIL)), room - GAP.length);
  const says = shown.length >= SHORTEST_DETAIL || !shown.endsWith("…");
  return shown !== "" && says ? `${GAP}${shown}` : "";
}
