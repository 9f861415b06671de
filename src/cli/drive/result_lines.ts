// What `drive` found, for people as lines and for programs as JSON.

import type { JsonObject, JsonValue } from "../../base/json.ts";
import type { DriveOutcome, Finding } from "../../replay/drive_contract.ts";
import { counted } from "../../view/terminal/duration.ts";

/** How many findings of one session are told to people. */
const TOLD_FINDINGS = 20;

export function resultLines(outcomes: readonly DriveOutcome[], mode: string): readonly string[] {
  const differing = outcomes.filter(({ isSame }) => !isSame).length;
  const verdict = mode === "off"
    ? "Nothing was compared (--match off)"
    : differing === 0
    ? `The answers are the same as on the tape (--match ${mode})`
    : `The answers DIFFER from the tape (--match ${mode})`;
  return [...outcomes.flatMap((outcome) => sessionLines(outcome, mode)), verdict];
}

function sessionLines(outcome: DriveOutcome, mode: string): readonly string[] {
  const { session, line, expected, matched, sent, findings, more } = outcome;
  const answers = mode === "off"
    ? []
    : [`${matched} of ${counted(expected, "answer")} as on the tape`];
  const counts = [
    ...answers,
    `${counted(sent, "message")} sent`,
    ...findingCounts(outcome, ["differing", "missing", "unexpected", "unsent"]),
  ];
  const hidden = findings.length - TOLD_FINDINGS;
  return [
    `Session ${session} (entry ${line}): ${counts.join(", ")}`,
    ...findings.slice(0, TOLD_FINDINGS).flatMap(findingLines),
    ...(hidden > 0 ? [`  … and ${hidden} more`] : []),
    ...more.map(({ what, count }) => `  ${what} came ${count} times more than on the tape`),
  ];
}

function findingCounts(
  outcome: DriveOutcome,
  names: readonly ("differing" | "missing" | "unexpected" | "unsent")[],
): readonly string[] {
  return names.flatMap((name) => outcome[name] === 0 ? [] : [`${outcome[name]} ${name}`]);
}

function findingLines({ kind, texts, accept }: Finding): readonly string[] {
  const lines = texts.map((text) => `  ${kind === "unexpected" ? "unexpected: " : ""}${text}`);
  return accept === undefined ? lines : [...lines, `    to accept it: ${accept}`];
}

export function resultJson(outcomes: readonly DriveOutcome[], mode: string): JsonObject {
  return {
    same: outcomes.every(({ isSame }) => isSame),
    match: mode,
    sessions: outcomes.map((outcome): JsonValue => ({
      ...outcome,
      more: outcome.more.map((one): JsonValue => ({ ...one })),
      findings: outcome.findings.map((finding): JsonValue => ({
        ...finding,
        texts: [...finding.texts],
      })),
    })),
  };
}
