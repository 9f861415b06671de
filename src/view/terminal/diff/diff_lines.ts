// What `diff` shows to people: the story first, then the hunks, then what to do about it. A generator,
// since with --full there may be more lines than anybody should hold.

import type { ActTape } from "../../../diff/act.ts";
import type { DiffResult, SessionDiff } from "../../../diff/result.ts";
import { counted, formatDuration } from "../duration.ts";
import { printable } from "../event_line.ts";
import type { PaintStyle } from "../paint.ts";
import { eventLines } from "./event_table.ts";
import { firstLines } from "./first_lines.ts";
import { hintLines } from "./hints.ts";
import { type HunkCanvas, unifiedLines } from "./hunk_lines.ts";
import { type Hunk, hunksOf } from "./hunks.ts";
import { noiseLines } from "./noise_lines.ts";
import { type Canvas, draw, wrapped } from "../parts.ts";
import { ruleLines } from "./rule_lines.ts";
import { sessionLines } from "./session_lines.ts";
import { sideBySideLines } from "./side_by_side.ts";
import { tallyText } from "./tally.ts";
import { CountedFindings, toldRows } from "./told_rows.ts";

/** How many hunks are shown, and how many acts of each, where not everything was asked for. */
export const MOST_HUNKS = 20;
export const MOST_ROWS = 24;

/** No hunk begins after so many lines of hunks. */
export const MOST_LINES = 200;

export interface DiffCanvas extends HunkCanvas {
  /** How much of what is the same stands around a difference. */
  readonly context: number;
  /** So many columns wide; absent for one below the other. */
  readonly sideBySide?: number;
}

export function* diffLines(result: DiffResult, canvas: DiffCanvas): Generator<string> {
  if (result.same) {
    yield* sameLines(result, canvas);
    return;
  }
  yield* verdictLines("different", "red", tallyText(result.findings), canvas);
  yield tapeLine("---", result.left, "red", canvas);
  yield tapeLine("+++", result.right, "green", canvas);
  yield* paragraph(noteLines(result, canvas));
  yield* paragraph(firstLines(result, canvas));
  yield* paragraph(eventLines(result, canvas));
  yield* paragraph(sessionLines(result, canvas));
  yield* hunkLines(result, canvas);
  yield* paragraph([
    ...ruleLines(result, canvas),
    ...noiseLines(result, canvas),
    ...hintLines(result, canvas),
  ]);
}

function* paragraph(lines: readonly string[]): Generator<string> {
  if (lines.length === 0) return;
  yield "";
  yield* lines;
}

function verdictLines(
  verdict: string,
  style: PaintStyle,
  facts: string,
  canvas: Canvas,
): readonly string[] {
  const [first = "", ...more] = wrapped(`${verdict}: ${facts}`, canvas);
  return [canvas.paint(style, verdict) + first.slice(verdict.length), ...more];
}

/** One friendly line, and what there is to say besides. */
function* sameLines(result: DiffResult, canvas: DiffCanvas): Generator<string> {
  const { sessions, left, right, events } = result;
  const live = events.filter(({ isLive }) => isLive).length;
  const facts = [counted(sessions.length, "session"), actsText(left, right)].join(", ");
  const shape = live === 0 ? "" : `; ${counted(live, "event")} with live values, compared by shape`;
  yield* verdictLines("same", "green", facts + shape, canvas);
  yield* eventLines({ ...result, events: events.filter(({ isLive }) => isLive) }, canvas);
  yield* noteLines(result, canvas);
  yield* ruleLines(result, canvas);
  yield* noiseLines(result, canvas);
}

function actsText(left: ActTape, right: ActTape): string {
  const [one, other] = [actsOf(left), actsOf(right)];
  return one === other ? counted(one, "act") : `${one} and ${other} acts`;
}

function actsOf({ sessions }: ActTape): number {
  return sessions.reduce((sum, { client, server }) => sum + client.length + server.length, 0);
}

/** `--- good.ndjson  126 entries in 2.10 s` */
function tapeLine(sign: string, tape: ActTape, style: PaintStyle, canvas: Canvas): string {
  const { name, entries, milliseconds } = tape;
  const size = `${entries === 1 ? "1 entry" : `${entries} entries`} in ${
    formatDuration(milliseconds)
  }`;
  return draw([[`${sign} ${printable(name)}`, style], [`  ${size}`, "dim"]], canvas);
}

/** What there is to say of a tape itself. */
function noteLines({ left, right }: DiffResult, canvas: Canvas): readonly string[] {
  return [left, right].flatMap(({ name, notes }) =>
    notes.map((note) => draw([[printable(`${name}: ${note}`), "yellow"]], canvas))
  );
}

function* hunkLines({ sessions, findings }: DiffResult, canvas: DiffCanvas): Generator<string> {
  const { full, context } = canvas;
  const most = full ? Infinity : MOST_HUNKS;
  const mostLines = full ? Infinity : MOST_LINES;
  const mostRows = full ? Infinity : Math.max(MOST_ROWS, 4 * context);
  const counted = new CountedFindings(findings);
  let count = 0;
  let left = 0;
  let lines = 0;
  for (const session of sessions) {
    if (session.same) continue;
    const isAlone = session.left === undefined || session.right === undefined;
    const consequences = full ? Infinity : isAlone ? 1 + context : 1;
    const told = toldRows(session.rows(), { findings: counted, consequences });
    const hunks = hunksOf(told, { context, mostRows });
    let next = hunks.next();
    for (; next.done !== true; next = hunks.next()) {
      if (count === most || lines >= mostLines) {
        left += 1;
        continue;
      }
      count += 1;
      for (const line of oneHunk(next.value, session, canvas)) {
        lines += 1;
        yield line;
      }
    }
    if (next.value > 0 && left === 0) yield leftOut(next.value, session, canvas);
  }
  if (left === 0) return;
  yield "";
  const more = `${left} more ${left === 1 ? "hunk" : "hunks"}`;
  yield draw([[`… ${more}: --full shows all`, "dim"]], canvas);
}

function* oneHunk(hunk: Hunk, session: SessionDiff, canvas: DiffCanvas): Generator<string> {
  const { sideBySide } = canvas;
  yield "";
  yield* sideBySide === undefined
    ? unifiedLines(hunk, session, canvas)
    : sideBySideLines(hunk, session, { ...canvas, columns: sideBySide });
}

/** What only follows from the rest: an ending, a refusal, a session that has no other. */
function leftOut(count: number, { left, right }: SessionDiff, canvas: Canvas): string {
  const isAlone = left === undefined || right === undefined;
  const what = isAlone ? "of this session" : "that could not come";
  return draw([[`  … ${count} more ${what}: --full shows all`, "dim"]], canvas);
}
