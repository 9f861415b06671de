// What `drive` found, for people as lines and for programs as JSON.

import type { JsonObject, JsonValue } from "../../base/json.ts";
import type { DriveOutcome, Finding } from "../../replay/drive_contract.ts";
import { counted } from "../../view/terminal/duration.ts";

/** How many different findings of one session are told to people. */
const TOLD_FINDINGS = 20;

/** How many entries are named that have the same finding. */
const TOLD_ENTRIES = 5;

/** How many ways to accept differences of one session are told, where those are told elsewhere. */
const TOLD_WAYS = 3;

export interface ResultTelling {
  /** What was answered otherwise is told elsewhere: only why the client could not go on is left. */
  readonly short?: boolean;
}

export function resultLines(
  outcomes: readonly DriveOutcome[],
  mode: string,
  { short = false }: ResultTelling = {},
): readonly string[] {
  if (outcomes.length === 0) return ["Stopped before anything was compared"];
  const differing = outcomes.filter(({ isSame }) => !isSame).length;
  const verdict = mode === "off"
    ? "Nothing was compared (--match off)"
    : differing === 0
    ? `The answers are the same as on the tape (--match ${mode})`
    : `The answers DIFFER from the tape (--match ${mode})`;
  const told = short ? outcomes.map(withoutAnswers) : outcomes;
  return [...told.flatMap((outcome) => sessionLines(outcome, mode)), verdict];
}

/** What the server said is left out, and how to accept it is not. */
function withoutAnswers(outcome: DriveOutcome): DriveOutcome {
  const { findings } = outcome;
  const own = findings.filter(({ kind }) => kind === "unsent" || kind === "ending");
  const accepts = new Set(findings.flatMap(({ accept = [] }) => accept));
  const ways = [...accepts].slice(0, TOLD_WAYS).map((accept): Finding => ({
    kind: "differs",
    texts: [],
    accept,
  }));
  return { ...outcome, findings: [...own, ...ways], more: [] };
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
  const alike = groupAlike(findings);
  const told = alike.slice(0, TOLD_FINDINGS);
  const hidden = alike.slice(TOLD_FINDINGS).reduce((sum, group) => sum + group.length, 0);
  return [
    `Session ${session} (entry ${line}): ${counts.join(", ")}`,
    ...told.flatMap(findingLines),
    ...(hidden > 0 ? [`  … and ${hidden} more`] : []),
    ...more.map(({ what, count }) =>
      `  ${what} came ${counted(count, "time")} more than on the tape`
    ),
  ];
}

function findingCounts(
  outcome: DriveOutcome,
  names: readonly ("differing" | "missing" | "unexpected" | "unsent")[],
): readonly string[] {
  return names.flatMap((name) => outcome[name] === 0 ? [] : [`${outcome[name]} ${name}`]);
}

/** A stream of events differs in the same way again and again: that is one thing to tell. */
function groupAlike(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = likeness(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

/** The same places of the same message, whatever their values; else the same words. */
function likeness({ kind, texts, accept }: Finding): string {
  const words = texts.map((text) => {
    const plain = text.replace(/^entry \d+: /, "");
    return accept === undefined ? plain : plain.replace(/ expected .*$/s, "");
  });
  return JSON.stringify([kind, accept, words]);
}

function findingLines([first, ...others]: readonly Finding[]): readonly string[] {
  if (first === undefined) return [];
  const { kind, texts, accept } = first;
  const lines = texts.map((text) => `  ${kind === "unexpected" ? "unexpected: " : ""}${text}`);
  return [
    ...lines,
    ...(others.length === 0 ? [] : [`    ${repeated(others)}`]),
    ...(accept === undefined ? [] : [`    to accept it: ${accept}`]),
  ];
}

/** `and so entries 41, 43` */
function repeated(others: readonly Finding[]): string {
  const lines = others.flatMap(({ line = [] }) => line);
  if (lines.length === 0) return `and ${counted(others.length, "time")} more`;
  const named = lines.slice(0, TOLD_ENTRIES).join(", ");
  const more = lines.length - TOLD_ENTRIES;
  const rest = more > 0 ? ` and ${more} more` : "";
  return `the same of ${lines.length === 1 ? "entry" : "entries"} ${named}${rest}`;
}

export function resultJson(outcomes: readonly DriveOutcome[], mode: string): JsonObject {
  return {
    same: outcomes.length > 0 && outcomes.every(({ isSame }) => isSame),
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
