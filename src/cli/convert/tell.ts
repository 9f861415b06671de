// What is said of a conversion on stderr: the new tape, edits that fitted nothing or could not be
// made, and what a moved or pseudonymised tape may still give away.

import { describeProblem, type TapeProblem } from "../../tape/problem.ts";
import type { Ending } from "../../tape/reader.ts";
import type { TapeWriter } from "../../tape/writer.ts";
import type { ConvertProblem } from "../../timeline/convert/outcome.ts";
import type { LeftPosition } from "../../timeline/convert/shift_geo.ts";
import { printable } from "../../view/terminal/event_line.ts";
import type { Host } from "../host.ts";
import { counted } from "../../view/terminal/duration.ts";
import { formatBytes } from "../recording/figures.ts";
import type { ConvertFlags } from "./flags.ts";
import type { CountedEdit } from "./read_edits.ts";

/** How many problems are told one by one. */
const MAX_TOLD = 20;

export interface Conversion {
  readonly host: Host;
  readonly out: string;
  readonly writer: TapeWriter;
  readonly edits: readonly CountedEdit[];
  /** Other flags that found nothing to do. */
  readonly idle: readonly string[];
  readonly problems: readonly ConvertProblem[];
  /** What looks like a position and was not moved. */
  readonly left: readonly LeftPosition[];
  /** Lines of the old tape that could not be read. */
  readonly unreadable: readonly TapeProblem[];
  readonly ending: Ending;
  readonly flags: ConvertFlags;
}

export function tellConversion(conversion: Conversion): void {
  const { host, out, writer, edits, idle, problems, left, unreadable, ending, flags } = conversion;
  // What is said may quote peers: nothing of theirs steers the terminal.
  const say = (line: string): void => host.stderr.write(`${printable(line)}\n`);
  for (const { written, fitted } of edits) {
    if (fitted() === 0) say(`Nothing fitted ${written}`);
  }
  for (const written of idle) say(`Nothing fitted ${written}`);
  for (const { line, reason } of problems.slice(0, MAX_TOLD)) {
    say(`Entry ${line} stays as it is: ${reason}`);
  }
  if (problems.length > MAX_TOLD) say(`… and ${problems.length - MAX_TOLD} more stay as they are`);
  for (const { name, line, reason } of left.slice(0, MAX_TOLD)) {
    const what = name === undefined ? "a text" : JSON.stringify(name);
    const where = line === undefined ? "" : `, first on entry ${line}`;
    say(`A position may be left in ${what}${where}: ${reason}`);
  }
  if (left.length > MAX_TOLD) say(`… and ${left.length - MAX_TOLD} more kinds of them`);
  if (ending.state === "cut-short" || ending.state === "torn") {
    say('The tape was cut short, and so is the new one: it has no "end"');
  }
  if (flags.shiftGeo || flags.pseudonymise.length > 0) {
    say("What stands in words, in binary or under other names is as it was: look before you share");
  }
  const name = out === "-" ? "stdout" : out;
  say(`${name}  ${counted(writer.lines, "line")}, ${formatBytes(writer.bytes)}`);
  for (const problem of unreadable) say(`Left out: ${describeProblem(problem)}`);
}
