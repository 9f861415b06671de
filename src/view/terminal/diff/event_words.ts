// How one kind of act fared, in a few words.

import type { ActKey } from "../../../diff/act.ts";
import type { DiffResult, EventSummary, Finding, LiveChanged } from "../../../diff/result.ts";
import { arrowOf, nameOf } from "./act_text.ts";
import { type Continued, continuedSessions } from "./continued.ts";
import { sessionName } from "./hunk_lines.ts";
import { lateByKey } from "./late_acts.ts";
import { tallyText } from "./tally.ts";

export type Compared = Pick<DiffResult, "events" | "findings" | "sessions" | "noise">;

/** What is to be known of all findings before the words for one event can be found. */
export class EventWords {
  readonly #answers: ReadonlyMap<ActKey, readonly Finding[]>;
  readonly #late: ReadonlyMap<ActKey, number>;
  readonly #instead: ReadonlyMap<ActKey, ReadonlyMap<ActKey, number>>;
  readonly #continued: readonly Continued[];
  readonly #hasConsequences: boolean;

  constructor(compared: Compared) {
    const { findings } = compared;
    const answers = findings.filter((finding) => finding.kind === "answer");
    this.#answers = Map.groupBy(answers, ({ left }) => left.key);
    this.#late = lateByKey(findings);
    this.#instead = insteadOf(findings);
    this.#continued = continuedSessions(compared);
    this.#hasConsequences = findings.some((finding) =>
      "consequences" in finding && (finding.consequences ?? 0) > 0
    );
  }

  /** Nothing where all is told elsewhere, or is noise. */
  wordsFor(event: EventSummary, changes: readonly LiveChanged[]): string {
    const { key, isLive, changed, missing, added, moved, left, right } = event;
    const answers = this.#answers.get(key) ?? [];
    const instead = this.#instead.get(key) ?? new Map();
    const elsewhere = this.#continued.filter(({ counts }) => counts.has(key));
    const words = [
      ...(isLive ? [changes.some(isOfShape) ? "another shape" : "same shape", "values live"] : []),
      ...(changes.some(({ ofAnswers }) => ofAnswers === true) ? ["answers live"] : []),
      // An act whose answer alone is another one was counted there.
      ...numbered(changed - answers.length, "changed"),
      ...(answers.length === 0 ? [] : [tallyText(answers)]),
      ...numbered(
        missing - sum(elsewhere.filter(({ session }) => session.right === undefined), key),
        "missing",
      ),
      ...numbered(
        added - sum(elsewhere.filter(({ session }) => session.left === undefined), key),
        "added",
      ),
      ...elsewhere.map(({ session, counts }) => `${counts.get(key)} in ${sessionName(session)}`),
      ...Array.from(
        instead,
        ([other, count]) => `${count} instead of ${arrowOf(other)} ${nameOf(other)}`,
      ),
      ...numbered(moved, "moved"),
      ...numbered(this.#late.get(key) ?? event.late, "late"),
    ];
    if (words.length > 0) return words.join(" · ");
    if (left === right) return "";
    // The rest follows from something else: an ending, a refusal.
    return this.#hasConsequences ? "as a consequence" : "noise";
  }
}

function isOfShape({ what, ofAnswers }: LiveChanged): boolean {
  return ofAnswers !== true && (what === "field-lost" || what === "field-new" || what === "type");
}

function numbered(count: number, word: string): readonly string[] {
  return count <= 0 ? [] : [`${count} ${word}`];
}

/** What was renamed, refused or said in another namespace: of which kind it should have been. */
function insteadOf(
  findings: readonly Finding[],
): ReadonlyMap<ActKey, ReadonlyMap<ActKey, number>> {
  const instead = new Map<ActKey, Map<ActKey, number>>();
  for (const finding of findings) {
    if (finding.kind !== "changed" || finding.left.key === finding.right.key) continue;
    addTo(instead, finding.right.key, finding.left.key, 1);
  }
  return instead;
}

/** How many acts of a kind came in these sessions. */
function sum(sessions: readonly Continued[], key: ActKey): number {
  return sessions.reduce((count, { counts }) => count + (counts.get(key) ?? 0), 0);
}

function addTo<Of>(
  counts: Map<ActKey, Map<Of, number>>,
  key: ActKey,
  of: Of,
  count: number,
): void {
  const known = counts.get(key) ?? new Map<Of, number>();
  counts.set(key, known.set(of, (known.get(of) ?? 0) + count));
}
