// How each event fared, a line each; below those whose values live, what is different about them.

import type { ActKey } from "../../../diff/act.ts";
import type { DiffResult, EventSummary, LiveChanged } from "../../../diff/result.ts";
import { alignColumns } from "../columns.ts";
import { arrowOf, nameOf } from "./act_text.ts";
import { type Compared, EventWords } from "./event_words.ts";
import { liveParts } from "./live_text.ts";
import { type Canvas, draw } from "../parts.ts";

/** How many events have a line; the others are counted. */
const MOST_EVENTS = 30;

/** How many changes of one event's values are told. */
const MOST_CHANGES = 8;

const INDENT = "    ";

export interface TableCanvas extends Canvas {
  readonly full: boolean;
}

/** Events that are the same in both are only counted. */
export function eventLines(
  compared: Compared,
  canvas: TableCanvas,
): readonly string[] {
  const { events, findings } = compared;
  const changes = liveChanges(findings);
  const words = new EventWords(compared);
  const telling = events.filter((event) => isTelling(event, changes));
  const shown = canvas.full ? telling : telling.slice(0, MOST_EVENTS);
  const rows = alignColumns(
    shown.map((event) => [
      `${arrowOf(event.key)} ${nameOf(event.key)}`,
      countText(event),
      words.wordsFor(event, changes.get(event.key) ?? []),
    ]),
    ["left", "right", "left"],
    canvas.columns,
  );
  return [
    ...rows.flatMap((row, index) => {
      const key = shown[index]?.key;
      return [row, ...changeLines(key === undefined ? [] : changes.get(key) ?? [], canvas)];
    }),
    ...restLines(telling.length - shown.length, events.length - telling.length, canvas),
  ];
}

type Changes = ReadonlyMap<ActKey, readonly LiveChanged[]>;

function liveChanges(findings: DiffResult["findings"]): Changes {
  const live = findings.filter((finding) => finding.kind === "live");
  return Map.groupBy(live, ({ key }) => key);
}

function isTelling(event: EventSummary, changes: Changes): boolean {
  const { left, right, changed, missing, added, moved, late, isLive, key } = event;
  return isLive || left !== right || changed + missing + added + moved + late > 0 ||
    changes.has(key);
}

/** `431 vs 428`, or one number when there are as many. */
function countText({ left, right }: EventSummary): string {
  return left === right ? String(left) : `${left} vs ${right}`;
}

/** The same in several sessions is told for each of them. */
function changeLines(changes: readonly LiveChanged[], canvas: TableCanvas): readonly string[] {
  const shown = canvas.full ? changes : changes.slice(0, MOST_CHANGES);
  const left = changes.length - shown.length;
  return [
    ...shown.map((change) => draw([[INDENT], ...liveParts(change)], canvas)),
    ...(left > 0 ? [draw([[`${INDENT}… ${left} more: --full shows all`, "dim"]], canvas)] : []),
  ];
}

function restLines(cut: number, same: number, canvas: Canvas): readonly string[] {
  return [
    ...(cut > 0 ? [draw([[`… ${cut} more that differ: --full shows all`, "dim"]], canvas)] : []),
    ...(same > 0
      ? [
        draw(
          [[same === 1 ? "the other one is the same" : `the other ${same} are the same`, "dim"]],
          canvas,
        ),
      ]
      : []),
  ];
}
