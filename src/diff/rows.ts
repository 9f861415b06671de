// Two timelines side by side: both sides of a session merged, in the order of the left tape, with
// what only the right one has where it came.

import type { Act } from "./act.ts";
import { NONE } from "./align.ts";
import type { ComparedSession, ComparedSide } from "./compare_session.ts";
import { BOND } from "./pair_side.ts";
import type { Finding, Row } from "./result.ts";

/** A row, and behind which line of the left tape it stands. */
interface PlacedRow {
  readonly row: Row;
  readonly line: number;
  readonly part: number;
}

/** The rows of two sessions that belong together. */
export function* rowsOf({ sides: [client, server] }: ComparedSession): Iterable<Row> {
  const [one, other] = [sideRows(client), sideRows(server)];
  let left = one.next();
  let right = other.next();
  while (left.done !== true || right.done !== true) {
    const takesLeft = right.done === true ||
      (left.done !== true && isBefore(left.value, right.value));
    if (takesLeft && left.done !== true) {
      yield left.value.row;
      left = one.next();
    } else if (right.done !== true) {
      yield right.value.row;
      right = other.next();
    }
  }
}

/** The rows of a session that has no partner. */
export function* loneRows(
  acts: readonly [client: readonly Act[], server: readonly Act[]],
  side: "left" | "right",
): Iterable<Row> {
  const [client, server] = acts;
  const all = [...client, ...server].sort((one, other) =>
    one.line - other.line || one.part - other.part
  );
  for (const act of all) {
    yield side === "left" ? { mark: "missing", left: act } : { mark: "added", right: act };
  }
}

function isBefore(one: PlacedRow, other: PlacedRow): boolean {
  return one.line < other.line || (one.line === other.line && one.part <= other.part);
}

function* sideRows(side: ComparedSide): Generator<PlacedRow, void> {
  const { left, ofLeft } = side;
  let next = 0;
  let line = -1;
  let part = 0;
  for (const [index, act] of left.entries()) {
    const partner = ofLeft[index] ?? NONE;
    const isInOrder = partner !== NONE && side.bonds[index] !== BOND.moved;
    if (isInOrder && partner >= next) {
      yield* rightRows(side, next, partner, { line, part });
      next = partner + 1;
    }
    ({ line, part } = act);
    yield { row: leftRow(side, index, act, partner), line, part };
  }
  yield* rightRows(side, next, side.right.length, { line, part });
}

function leftRow(side: ComparedSide, index: number, left: Act, partner: number): Row {
  const finding = side.ofLeftFindings.get(index);
  const right = side.right[partner];
  if (right === undefined) {
    return withFinding({ mark: side.isLive(left) ? "same" : "missing", left }, finding);
  }
  if (side.bonds[index] === BOND.moved) {
    return withFinding({ mark: "moved-away", left, right }, finding);
  }
  const mark = finding?.kind === "changed" || finding?.kind === "answer" ? "changed" : "same";
  return withFinding({ mark, left, right }, finding);
}

/** What came on the right between two that have partners. */
function* rightRows(
  side: ComparedSide,
  start: number,
  end: number,
  place: { readonly line: number; readonly part: number },
): Iterable<PlacedRow> {
  for (let index = start; index < end; index++) {
    const right = side.right[index];
    if (right === undefined) continue;
    const partner = side.ofRight[index] ?? NONE;
    if (partner === NONE) {
      const finding = side.ofRightFindings.get(index);
      const mark = side.isLive(right) ? "same" : "added";
      yield { row: withFinding({ mark, right }, finding), ...place };
    } else if (side.bonds[partner] === BOND.moved) {
      const left = side.left[partner];
      const row: Row = left === undefined
        ? { mark: "added", right }
        : { mark: "moved-here", left, right };
      yield { row: withFinding(row, side.ofLeftFindings.get(partner)), ...place };
    }
  }
}

function withFinding(row: Row, finding: Finding | undefined): Row {
  return finding === undefined ? row : { ...row, finding };
}
