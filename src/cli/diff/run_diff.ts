// `diff`: reads two tapes, has them compared by what they mean, and shows what came of it.

import { systemClock } from "../../base/clock.ts";
import { diffTapes } from "../../diff/diff_tapes.ts";
import { learnNoise } from "../../diff/learn.ts";
import type { DiffResult } from "../../diff/result.ts";
import type { DiffRules, NoiseRule } from "../../diff/rules.ts";
import { describeProblem } from "../../tape/problem.ts";
import { diffLines } from "../../view/terminal/diff/diff_lines.ts";
import { LEAST_SIDE_BY_SIDE, PLAIN_SIDE_BY_SIDE } from "../../view/terminal/diff/side_by_side.ts";
import { counted } from "../../view/terminal/duration.ts";
import { printable } from "../../view/terminal/event_line.ts";
import type { PaintStyle } from "../../view/terminal/paint.ts";
import { paint } from "../colour.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import type { Host } from "../host.ts";
import { Page, PAGE_CHARACTERS } from "../inspect/page.ts";
import { refuseConflicts } from "./conflicts.ts";
import type { DiffFlags } from "./flags.ts";
import { idleNames, idleRuleTexts } from "./idle_rules.ts";
import { jsonPieces } from "./json_result.ts";
import { Progress } from "./progress.ts";
import { readDiffRules } from "./read_rules.ts";
import { nothingFits } from "./refuse_idle.ts";
import { checkRulesFile, readRulesFile, writeRulesFile } from "./rules_file.ts";
import { type DiffTape, type NamedTapes, nameTapes, remarksOn } from "./tapes.ts";

/** The longest line that is printed where there is no terminal. */
const MAX_PLAIN_COLUMNS = 160;

const DEFAULT_CONTEXT = 3;

/** How many bad lines of a tape are told one by one. */
const MAX_TOLD_PROBLEMS = 5;

export async function runDiff(
  operands: readonly string[],
  flags: DiffFlags,
  host: Host,
): Promise<ExitCode> {
  refuseConflicts(flags);
  const rules = readDiffRules(
    flags,
    flags.rules === undefined ? [] : readRulesFile(flags.rules, host),
  );
  if (flags.writeRules !== undefined) checkRulesFile(flags.writeRules, host, flags.force);
  const tapes = nameTapes(operands, flags.baseline, host);
  const say = (text: string, style?: PaintStyle): void => {
    const shown = printable(text);
    host.stderr.write(`${style === undefined ? shown : paint(host.stderr, style, shown)}\n`);
  };
  for (const remark of remarksOn(tapes, operands)) say(remark);
  const result = await compare(tapes, rules, flags, host, say);
  for (const only of idleNames(result)) say(`Nothing fits --only ${only}`, "yellow");
  for (const text of idleRuleTexts(result)) say(text, "yellow");
  if (flags.json) printJson(result, host);
  else printLines(result, flags, host, say);
  return tellProblems(tapes, say) ? EXIT.inputOutput : result.same ? EXIT.fine : EXIT.differs;
}

type Say = (text: string, style?: PaintStyle) => void;

/** What a baseline teaches counts as noise at once; without one, what the two differ in is kept. */
async function compare(
  { left, right, baseline }: NamedTapes,
  rules: DiffRules,
  { writeRules, force }: DiffFlags,
  host: Host,
  say: Say,
): Promise<DiffResult> {
  using progress = new Progress(host.stderr, systemClock());
  const onProgress = progress.tell;
  const result = await diffTapes({
    left,
    right,
    rules,
    onProgress,
    ...(baseline === undefined ? {} : { baseline }),
  });
  progress[Symbol.dispose]();
  await refuseIdle(result, { left, right }, idleNames(result));
  if (writeRules === undefined) return result;
  const kept = baseline === undefined ? learnNoise(result) : result.rules.noise;
  writeRulesFile(writeRules, kept, host, force);
  say(writtenText(writeRules, kept, rules.noise.length, baseline ?? right, left));
  return result;
}

/** "Same" would say nothing then. Where lines could not be read, they may have had it. */
async function refuseIdle(
  result: DiffResult,
  { left, right }: NamedTapes,
  idle: readonly string[],
): Promise<void> {
  const { only, layer } = result.rules;
  const isWhole = left.problems.length + right.problems.length === 0;
  if (only.length === 0 || idle.length < only.length || !isWhole) return;
  throw await nothingFits(only, [left, right], layer);
}

function writtenText(
  file: string,
  kept: readonly NoiseRule[],
  before: number,
  other: DiffTape,
  left: DiffTape,
): string {
  const learned = counted(kept.length - before, "rule");
  const old = before === 0 ? "" : ` and ${before} that were there`;
  return `Wrote ${learned}${old} to ${file}: what ${left.name} and ${other.name} differ in is noise`;
}

function printJson(result: DiffResult, { stdout }: Host): void {
  let text = "";
  for (const piece of jsonPieces(result)) {
    text += piece;
    if (text.length < PAGE_CHARACTERS) continue;
    stdout.write(text);
    text = "";
  }
  stdout.write(`${text}\n`);
}

function printLines(result: DiffResult, flags: DiffFlags, host: Host, say: Say): void {
  const { stdout } = host;
  const { full, context = DEFAULT_CONTEXT } = flags;
  const page = new Page(stdout);
  const columns = columnsFor(flags, host, say);
  const lines = diffLines(result, {
    columns: columns.text,
    paint: (style, text) => paint(stdout, style, text),
    context,
    full,
    ...(columns.sideBySide === undefined ? {} : { sideBySide: columns.sideBySide }),
  });
  for (const line of lines) page.line(line);
  page.flush();
}

interface Columns {
  readonly text: number;
  readonly sideBySide?: number;
}

function columnsFor({ sideBySide, full }: DiffFlags, { stdout }: Host, say: Say): Columns {
  const { isTerminal, columns } = stdout;
  const plain = full ? Infinity : MAX_PLAIN_COLUMNS;
  const text = isTerminal && !full ? columns : plain;
  if (!sideBySide) return { text };
  if (!isTerminal) return { text, sideBySide: PLAIN_SIDE_BY_SIDE };
  if (columns >= LEAST_SIDE_BY_SIDE) return { text, sideBySide: columns };
  say(`--side-by-side needs ${LEAST_SIDE_BY_SIDE} columns, this terminal has ${columns}`, "yellow");
  return { text };
}

/** Whether there are lines that could not be read: then nobody knows what they would have said. */
function tellProblems({ left, right, baseline }: NamedTapes, say: Say): boolean {
  const tapes = [left, right, ...(baseline === undefined ? [] : [baseline])];
  for (const { name, problems } of tapes) {
    for (const problem of problems.slice(0, MAX_TOLD_PROBLEMS)) {
      say(`${name}: ${describeProblem(problem)}`, "red");
    }
    if (problems.length > 0) {
      say(`${counted(problems.length, "line")} of ${name} could not be read`, "red");
    }
  }
  return tapes.some(({ problems }) => problems.length > 0);
}
