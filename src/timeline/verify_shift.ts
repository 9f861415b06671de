// A line that was put in or taken out by hand moves all that follow it: every `of` behind it is wrong
// by the same number. That is one mistake and is told as one.

import type { Finding } from "./verify_finding.ts";

/** How many lines may have come in or gone for it to be seen as that. */
export const LARGEST_SHIFT = 20;

/** What a line says, seen with one number of lines put in or taken out before it. */
export interface Reading {
  readonly findings: readonly Finding[];
  /** Holds it to be the right one. */
  settle(): void;
}

interface Waiting {
  readonly line: number;
  /** As it is when nothing moved. */
  readonly plain: Reading;
  /** As it is when everything moved by so much. */
  readonly shift: number;
  readonly shifted: Reading;
}

/** Told every line that names another; one wrong number is no shift, two in a row are. */
export class ShiftCheck {
  #shift = 0;
  #waiting: Waiting | undefined;

  /** `read` sees the line with a shift, without taking that for the truth. */
  receive(line: number, read: (shift: number) => Reading): readonly Finding[] {
    const plain = read(this.#shift);
    const shift = plain.findings.length === 0 ? undefined : this.#fitting(read);
    if (shift === undefined) {
      const before = this.flush();
      plain.settle();
      return [...before, ...plain.findings];
    }
    const shifted = read(shift);
    const waiting = this.#waiting;
    if (waiting?.shift !== shift) {
      const before = this.flush();
      this.#waiting = { line, plain, shift, shifted };
      return before;
    }
    this.#waiting = undefined;
    this.#shift = shift;
    waiting.shifted.settle();
    shifted.settle();
    return [shiftFinding(waiting.line, shift)];
  }

  /** What still waits for another of its kind was a mistake of its own. */
  flush(): readonly Finding[] {
    const waiting = this.#waiting;
    if (waiting === undefined) return [];
    this.#waiting = undefined;
    waiting.plain.settle();
    return waiting.plain.findings;
  }

  /** The smallest shift with which the line says nothing wrong. */
  #fitting(read: (shift: number) => Reading): number | undefined {
    for (let distance = 0; distance <= LARGEST_SHIFT; distance++) {
      for (const shift of [this.#shift + distance, this.#shift - distance]) {
        if (shift !== this.#shift && read(shift).findings.length === 0) return shift;
      }
    }
    return undefined;
  }
}

function shiftFinding(line: number, shift: number): Finding {
  const how = shift === 0
    ? `line numbers are right again from line ${line} on`
    : `line numbers are shifted by ${shift} from line ${line} on: ` +
      (shift > 0 ? "lines were put in above" : "lines were taken out above");
  return { line, field: "of", rule: "event/of", severity: "error", text: how };
}
