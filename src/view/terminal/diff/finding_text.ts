// A finding in words: what stands below its line, and what it is called where many are counted.

import type { Act } from "../../../diff/act.ts";
import { liveActs } from "../../../diff/live_acts.ts";
import type { AnswerChanged, Finding, Late, Moved } from "../../../diff/result.ts";
import { counted, formatDuration } from "../duration.ts";
import { contentText } from "./act_text.ts";
import { differenceParts } from "./difference_parts.ts";
import type { Part } from "../parts.ts";

/** The acts that a finding is about. */
export interface Sides {
  readonly left?: Act;
  readonly right?: Act;
}

export function sidesOf(finding: Finding): Sides {
  switch (finding.kind) {
    case "missing":
      return { left: finding.left };
    case "added":
      return { right: finding.right };
    case "changed":
    case "moved":
    case "answer":
    case "late":
      return { left: finding.left, right: finding.right };
    case "live":
      return liveActs(finding.change);
    default:
      return {};
  }
}

/** What is to be said below its line, at most so many columns wide and so many differences long. */
export function detailLines(
  finding: Finding,
  columns: number,
  most: number,
): readonly (readonly Part[])[] {
  switch (finding.kind) {
    case "changed":
      return [
        ...differenceLines(finding, columns, most),
        ...consequenceLines(finding.consequences, "in that namespace could not come any more"),
      ];
    case "answer":
      return answerLines(finding, columns, most);
    case "moved":
      return [[[movedText(finding), "yellow"]]];
    case "late":
      return [[[lateText(finding), "yellow"]]];
    case "added": {
      const { repeats } = finding;
      return repeats === undefined ? [] : [[[repeatText(finding.right, repeats), "yellow"]]];
    }
    default:
      return [];
  }
}

/** Which of two that say the same is the one too many, nobody knows: it may be the first. */
function repeatText(act: Act, other: Act): string {
  const isBefore = other.line < act.line || (other.line === act.line && other.part < act.part);
  return isBefore ? `repeats #${other.line}` : `repeated by #${other.line}`;
}

function differenceLines(
  { differences }: Pick<AnswerChanged, "differences">,
  columns: number,
  most: number,
): readonly (readonly Part[])[] {
  const left = differences.length - most;
  return [
    ...differences.slice(0, most).map((difference) => differenceParts(difference, columns)),
    ...(left > 0
      ? [[[`… ${counted(left, "more difference")}: --full shows all`, "dim"]] as const]
      : []),
  ];
}

function answerLines(
  finding: AnswerChanged,
  columns: number,
  most: number,
): readonly (readonly Part[])[] {
  const { what, left, right } = finding;
  switch (what) {
    case "lost":
      return [[["answer lost: ", "yellow"], [answerText(left), "red"]]];
    case "new":
      return [[["answered now: ", "yellow"], [answerText(right), "green"]]];
    case "changed": {
      const lines = `answer #${left.answer?.line ?? "?"} | #${right.answer?.line ?? "?"}`;
      return [[[lines, "yellow"]], ...differenceLines(finding, columns, most)];
    }
  }
}

/** `#57 {"ok":true}` */
function answerText({ key, answer }: Act): string {
  if (answer === undefined) return "";
  // An answer carries its arguments as an event does.
  const said = contentText({
    ...ANSWER,
    line: answer.line,
    at: answer.at,
    key,
    content: answer.content,
  });
  return `#${answer.line} ${said}`.trimEnd();
}

const ANSWER = { part: 0, asks: false } as const;

export function movedText({ by }: Pick<Moved, "by">): string {
  const places = counted(Math.abs(by), "place");
  return by < 0 ? `moved ${places} up` : `moved ${places} down`;
}

/** `gap 1.00 s → 4.20 s` */
export function lateText({ what, leftMilliseconds, rightMilliseconds }: Late): string {
  const left = formatDuration(leftMilliseconds);
  const right = formatDuration(rightMilliseconds);
  switch (what) {
    case "gap":
      return `came after ${right}, not after ${left}`;
    case "answer":
      return `answered after ${right}, not after ${left}`;
    case "heartbeat":
      return `heartbeat answered after ${right}, not after ${left}`;
    case "rate":
      return `from here on one every ${right}, not every ${left}`;
    case "drift":
      return `from here on the timelines are apart: ${left} | ${right}`;
  }
}

export function consequenceLines(
  count: number | undefined,
  what: string,
): readonly (readonly Part[])[] {
  return count === undefined || count === 0 ? [] : [[[`so ${count} more ${what}`, "dim"]]];
}
