// Two tapes that do not say the same, in the words of a failing test: the story that `diff` tells,
// shortened, and what to write into the test to accept it.

import { pathsOfNoise } from "../diff/noise_path.ts";
import type { DiffResult, Finding } from "../diff/result.ts";
import { diffLines } from "../view/terminal/diff/diff_lines.ts";
import { hintLines } from "../view/terminal/diff/hints.ts";
import { counted } from "../view/terminal/duration.ts";
import { printable } from "../view/terminal/event_line.ts";
import { canvasOf } from "./diff_tapes.ts";

/** How much of the story is told; the error has all of it. */
export const MAX_STORY_LINES = 40;

/** How many places are named that would have to be ignored. */
const MAX_PATHS = 5;

const CONTEXT = 2;

export function explainDiff(result: DiffResult): string {
  const { left, right, findings } = result;
  const canvas = canvasOf({ context: CONTEXT });
  const all = [...diffLines(result, canvas)];
  // The last of them are flags of the command line.
  const story = all.slice(0, all.length - hintLines(result, canvas).length);
  while (story.at(-1) === "") story.pop();
  const rest = story.length - MAX_STORY_LINES;
  return [
    printable(`The tape ${quoted(right.name)} does not say what ${quoted(left.name)} says`),
    ...story.slice(0, MAX_STORY_LINES),
    ...(rest > 0 ? [`… ${counted(rest, "more line")}: error.diff.text() has all`] : []),
    ...acceptance(findings),
  ].join("\n");
}

function quoted(name: string): string {
  return JSON.stringify(name);
}

/** As it is written into a test; nothing where no option would do. */
function acceptance(findings: readonly Finding[]): readonly string[] {
  const paths = [...new Set(findings.flatMap(acceptablePaths))];
  if (paths.length === 0) return [];
  const list = paths.slice(0, MAX_PATHS).map((path) => JSON.stringify(path)).join(", ");
  const more = paths.length > MAX_PATHS ? ", …" : "";
  return ["", printable(`accept it with { ignore: [${list}${more}] }`)];
}

function acceptablePaths(finding: Finding): readonly string[] {
  switch (finding.kind) {
    case "changed":
    case "answer":
      return finding.differences.flatMap(({ path }) => ofEvent(path, finding.left.key.name));
    case "live":
      return "path" in finding.change ? ofEvent(finding.change.path, finding.key.name) : [];
    default:
      return [];
  }
}

/** Of this event alone: nobody wants to ignore more than what differs. */
function ofEvent(path: string, event: string): readonly string[] {
  return pathsOfNoise(path).map((each) => `${event}:${each}`);
}
