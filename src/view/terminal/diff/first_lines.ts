// Where two tapes part: the last thing that was the same, what was expected then, and what came.

import type { Act } from "../../../diff/act.ts";
import type { DiffResult, EndingChanged, Finding, SessionDiff } from "../../../diff/result.ts";
import { formatDuration } from "../duration.ts";
import { actParts, nameOf } from "./act_text.ts";
import { endingText } from "./ending_text.ts";
import { aloneParts, endingWords } from "./session_lines.ts";
import { detailLines, sidesOf } from "./finding_text.ts";
import { numberText, sessionName } from "./hunk_lines.ts";
import { liveParts } from "./live_text.ts";
import { type Canvas, draw, type Part, wrapped } from "../parts.ts";

/** How many differences of it are told. */
const MOST_DIFFERENCES = 5;

/** `last good`, `expected` and `actual` stand below each other. */
const TITLE_COLUMNS = 12;

export function firstLines(
  { first, sessions }: Pick<DiffResult, "first" | "sessions">,
  canvas: Canvas,
): readonly string[] {
  if (first === undefined) return [];
  const { finding, lastGood } = first;
  const session = sessions[finding.session];
  if (session === undefined) return [];
  if (finding.kind === "session-missing" || finding.kind === "session-added") {
    return [draw([[TITLE, "bold"], [": "], ...aloneParts(session)], canvas)];
  }
  const numbers = columnsFor([lastGood?.left, lastGood?.right, ...actsOf(finding)]);
  const at = momentOf(finding);
  const when = at === undefined ? "" : `, ${formatDuration(at)} after the start`;
  const how = finding.kind === "ending" ? ` it ${endingWords(finding)}` : "";
  return [
    ...sentence(`${TITLE} in ${sessionName(session)}${when}:${how}`, canvas),
    ...(lastGood === undefined
      ? []
      : [actLine("last good", lastGood.left, lastGood.right, lastGood.left, numbers, canvas)]),
    ...findingLines(finding, numbers, canvas),
    ...(finding.kind === "ending" ? endLines(finding, session, canvas) : []),
  ];
}

const TITLE = "The first difference";

function sentence(text: string, canvas: Canvas): readonly string[] {
  const [first = "", ...more] = wrapped(text, canvas);
  return [canvas.paint("bold", TITLE) + first.slice(TITLE.length), ...more];
}

function actsOf(finding: Finding): readonly (Act | undefined)[] {
  const { left, right } = sidesOf(finding);
  return [left, right];
}

function momentOf(finding: Finding): number | undefined {
  if (finding.kind === "ending") return Math.min(finding.left.at, finding.right.at);
  const { left, right } = sidesOf(finding);
  // Of what lives, the other tape's act is the odd one; the good tape's shows how it should be.
  return (finding.kind === "live" ? right ?? left : left ?? right)?.at;
}

function columnsFor(acts: readonly (Act | undefined)[]): number {
  return 1 + Math.max(0, ...acts.map((act) => String(act?.line ?? "").length));
}

/** What one side has and the other has not is told as that. */
function findingLines(finding: Finding, numbers: number, canvas: Canvas): readonly string[] {
  if (finding.kind === "live") return liveLines(finding, canvas);
  const { left, right } = sidesOf(finding);
  if (left === undefined && right === undefined) return [];
  const indent = " ".repeat(TITLE_COLUMNS + 2 * numbers + 5);
  const nothing = " ".repeat(2 * numbers + 3);
  const details = detailLines(finding, canvas.columns - indent.length, MOST_DIFFERENCES);
  return [
    left === undefined
      ? draw([title("expected"), [nothing], ["nothing", "dim"]], canvas)
      : actLine("expected", left, undefined, left, numbers, canvas),
    right === undefined
      ? draw([title("actual"), [nothing], ["nothing", "dim"]], canvas)
      : actLine("actual", undefined, right, right, numbers, canvas),
    ...details.map((parts) => draw([[indent], ...parts], canvas)),
  ];
}

function endLines(
  finding: EndingChanged,
  { left, right }: SessionDiff,
  canvas: Canvas,
): readonly string[] {
  return [
    draw([title("expected"), [endingText(finding.left, left)]], canvas),
    draw([title("actual"), [endingText(finding.right, right)]], canvas),
  ];
}

function liveLines(
  finding: Extract<Finding, { kind: "live" }>,
  canvas: Canvas,
): readonly string[] {
  return [draw([title(""), [`${nameOf(finding.key)}  `], ...liveParts(finding)], canvas)];
}

function actLine(
  name: string,
  left: Act | undefined,
  right: Act | undefined,
  act: Act,
  numbers: number,
  canvas: Canvas,
): string {
  const lines = `${numberText(left, numbers)} ${numberText(right, numbers)}  `;
  return draw([title(name), [lines, "dim"], ...actParts(act)], canvas);
}

function title(name: string): Part {
  const style = name === "expected" ? "red" : name === "actual" ? "green" : "dim";
  return [`  ${name}`.padEnd(TITLE_COLUMNS), style];
}
