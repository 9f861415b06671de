// How many findings there are of each kind, in words.

import type { Finding } from "../../../diff/result.ts";
import { counted } from "../duration.ts";
import { countLate, toldLate } from "./late_acts.ts";

type Counted =
  | Exclude<Finding["kind"], "answer">
  | "answer lost"
  | "answer new"
  | "answer changed";

/** In the order in which they are told. */
const WORDS: readonly (readonly [kind: Counted, words: (count: number) => string])[] = [
  ["session-missing", (count) => `${counted(count, "session")} missing`],
  ["session-added", (count) => `${counted(count, "session")} added`],
  ["changed", (count) => `${count} changed`],
  ["missing", (count) => `${count} missing`],
  ["added", (count) => `${count} added`],
  ["moved", (count) => `${count} moved`],
  ["answer lost", (count) => `${counted(count, "answer")} lost`],
  ["answer new", (count) => `${counted(count, "answer")} new`],
  ["answer changed", (count) => `${counted(count, "answer")} changed`],
  ["live", (count) => `${counted(count, "change")} of live values`],
  ["late", (count) => `${count} late`],
  ["ending", (count) => `${counted(count, "session")} ended otherwise`],
];

/** `2 changed, 1 missing, 1 session ended otherwise` */
export function tallyText(findings: readonly Finding[]): string {
  const late = countLate(toldLate(findings));
  const counts = new Map<Counted, number>(late === 0 ? [] : [["late", late]]);
  for (const finding of findings) {
    if (finding.kind === "late") continue;
    const kind = finding.kind === "answer" ? `answer ${finding.what}` as const : finding.kind;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return WORDS.flatMap(([kind, words]) => {
    const count = counts.get(kind);
    return count === undefined ? [] : [words(count)];
  }).join(", ");
}
