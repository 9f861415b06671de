// A finding in words: what stands below its line, and what it is called where many are counted.

import type { Act } from "../../../diff/act.ts";
import type { AnswerChanged, Finding, Late, LiveChange, Moved } from "../../../diff/result.ts";
import type { Value } from "../../../base/json.ts";
import { counted, formatDuration } from "../duration.ts";
import { printable } from "../event_line.ts";
import { formatRate, formatShare } from "../figures.ts";
import { contentText, valueText } from "./act_text.ts";
import { differenceParts } from "./difference_parts.ts";
import type { Part } from "./parts.ts";

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
    case "live": {
      const { change } = finding;
      if (!("example" in change)) return {};
      return change.what === "field-lost" ? { left: change.example } : { right: change.example };
    }
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
      return repeats === undefined ? [] : [[[`repeats #${repeats.line}`, "yellow"]]];
    }
    default:
      return [];
  }
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

/** What is different about an event whose values live. */
export function liveParts(change: LiveChange): readonly Part[] {
  switch (change.what) {
    case "field-lost":
      return [
        path(change.path),
        ["lost", "red"],
        [` in ${change.count} of ${change.of}`],
        example(change.example, "-"),
      ];
    case "field-new":
      return [
        path(change.path),
        ["new", "green"],
        [` in ${change.count} of ${change.of}`],
        example(change.example),
      ];
    case "type":
      return [
        path(change.path),
        ...pair(change.leftTypes.join(" or "), change.rightTypes.join(" or ")),
        [` in ${change.count} of ${change.of}`],
        example(change.example),
      ];
    case "constant":
    case "range":
      return [
        path(change.path),
        ...pair(rangeText(change.left), rangeText(change.right)),
        example(change.example),
      ];
    case "rate":
      return [["rate  "], ...pair(formatRate(change.left, 1000), formatRate(change.right, 1000))];
    case "gap":
      return [
        ["longest silence  "],
        ...pair(formatDuration(change.left), formatDuration(change.right)),
        [`  before + #${change.example.line}`, "dim"],
      ];
    case "order":
      return [path(change.path), ["does not grow any more", "red"], example(change.example)];
    case "answers":
      return [["answered  "], ...pair(formatShare(change.left), formatShare(change.right))];
  }
}

/** A range is the least and the most: `0 … 12.5`. */
function rangeText(value: Value): string {
  if (Array.isArray(value) && value.length === 2) return value.map(valueText).join(" … ");
  return valueText(value);
}

function path(text: string): Part {
  return [`${printable(text)}  `];
}

function pair(left: string, right: string): readonly Part[] {
  return [[left, "red"], [" → ", "dim"], [right, "green"]];
}

/** `-` and `+` are the tapes, as above. */
function example({ line }: Act, sign = "+"): Part {
  return [`  see ${sign} #${line}`, "dim"];
}

export function consequenceLines(
  count: number | undefined,
  what: string,
): readonly (readonly Part[])[] {
  return count === undefined || count === 0 ? [] : [[[`so ${count} more ${what}`, "dim"]]];
}
