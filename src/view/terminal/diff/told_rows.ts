// Rows as they are shown: which of them tell something, which only stand around it. What is noise
// looks the same, and of what merely follows from an ending the first rows are told.

import type { Act } from "../../../diff/act.ts";
import type { Finding, Row } from "../../../diff/result.ts";
import { toldLate } from "./late_acts.ts";

/** A row, and what else was found about it. */
export interface ShownRow extends Row {
  readonly also?: readonly Finding[];
}

export interface ToldRow {
  readonly row: ShownRow;
  /** It is a difference, and worth a hunk. */
  readonly tells: boolean;
}

/** What counts; other findings are noise. */
export class CountedFindings {
  readonly #all: ReadonlySet<Finding>;
  /** What came late is the same otherwise: by the act of the left tape. */
  readonly #late: ReadonlyMap<Act, readonly Finding[]>;

  constructor(findings: readonly Finding[]) {
    this.#all = new Set(findings);
    this.#late = Map.groupBy(toldLate(findings), ({ left }) => left);
  }

  has(finding: Finding): boolean {
    return this.#all.has(finding);
  }

  /** But for what the row tells itself; what moved is late where it came to. */
  lateOf({ left, mark, finding }: Row): readonly Finding[] {
    if (left === undefined || mark === "moved-away" || this.#late.size === 0) return NONE;
    return this.#late.get(left)?.filter((late) => late !== finding) ?? NONE;
  }
}

const NONE: readonly Finding[] = [];

export interface ToldRowsOptions {
  readonly findings: CountedFindings;
  /** How many rows are told that only follow from an ending or a refusal. */
  readonly consequences: number;
}

/** Gives how many rows that only follow from others were left out. */
export function* toldRows(
  rows: Iterable<Row>,
  { findings, consequences }: ToldRowsOptions,
): Generator<ToldRow, number> {
  let following = 0;
  for (const row of rows) {
    const { mark, finding } = row;
    const late = findings.lateOf(row);
    const counts = finding !== undefined && findings.has(finding);
    if (finding === undefined && (mark === "missing" || mark === "added")) {
      following += 1;
      if (following <= consequences) yield { row, tells: true };
    } else {
      const shown = finding === undefined || counts ? row : withoutFinding(row);
      const tells = counts || late.length > 0 || shown.mark !== "same";
      yield { row: late.length === 0 ? shown : { ...shown, also: late }, tells };
    }
  }
  return Math.max(0, following - consequences);
}

/** What moved stands in two rows, each with its own side. */
function withoutFinding({ mark, left, right }: Row): Row {
  const hasLeft = left !== undefined && mark !== "moved-here";
  const hasRight = right !== undefined && mark !== "moved-away";
  return { mark: "same", ...(hasLeft ? { left } : {}), ...(hasRight ? { right } : {}) };
}
