// The edits as they are written on the command line: `EXPR => PATH=JSON`, `AFTER => NAME JSON`.

import { type JsonValue, parseJson } from "../../base/json.ts";
import { readSpan } from "../../timeline/convert/json_spans.ts";
import type { Edit } from "../../timeline/convert/edits.ts";
import type { Addition } from "../../timeline/convert/outcome.ts";
import { ExpressionError } from "../../timeline/filter/expression_error.ts";
import { compilePath, type Path } from "../../timeline/filter/path.ts";
import { compileWhere } from "../../timeline/filter/where.ts";
import type { Moment } from "../../timeline/moment.ts";
import { expressionProblem } from "../expression_problem.ts";
import { UsageError } from "../usage_error.ts";
import type { ConvertFlags } from "./flags.ts";

/** An edit as it was written, and how many moments it fitted so far. */
export interface CountedEdit {
  readonly written: string;
  readonly edit: Edit;
  fitted(): number;
}

export function readEdits(flags: ConvertFlags): readonly CountedEdit[] {
  return [
    ...flags.set.map((text) => counted(`--set ${text}`, readSet(text))),
    ...flags.drop.map((text) =>
      counted(`--drop ${text}`, { kind: "drop", where: readWhere(text, "--drop") })
    ),
    ...flags.duplicate.map((text) =>
      counted(`--duplicate ${text}`, { kind: "duplicate", where: readWhere(text, "--duplicate") })
    ),
    ...flags.insert.map((text) => counted(`--insert ${text}`, readInsert(text))),
  ];
}

export function readWhere(text: string, flag: string): (moment: Moment) => boolean {
  return explained(flag, text, () => compileWhere(text));
}

export function readPath(text: string, flag: string): Path {
  return explained(flag, text, () => compilePath(text));
}

function counted(written: string, edit: Edit): CountedEdit {
  let count = 0;
  const counting = (where: (moment: Moment) => boolean) => (moment: Moment): boolean => {
    const fits = where(moment);
    if (fits) count++;
    return fits;
  };
  const fitted = (): number => count;
  if (edit.kind !== "insert") {
    return { written, edit: { ...edit, where: counting(edit.where) }, fitted };
  }
  const onFit = (): void => {
    count++;
  };
  return { written, edit: { ...edit, onFit }, fitted };
}

const SET_ADVICE = `Write it like 'event == "x" => $.lat=null'; text stands in quotes`;

function readSet(text: string): Edit {
  const { left, right } = splitAtArrow(text, "--set", SET_ADVICE);
  const where = readWhere(left, "--set");
  for (let at = right.indexOf("="); at >= 0; at = right.indexOf("=", at + 1)) {
    const path = tryPath(right.slice(0, at).trim());
    const parsed = parseJson(right.slice(at + 1));
    if (path !== undefined && parsed.ok) return { kind: "set", where, path, value: parsed.value };
  }
  const [path = ""] = right.split("=", 1);
  if (right.includes("=")) readPath(path.trim(), "--set");
  throw new UsageError(`Cannot read --set "${text}": expected PATH=JSON behind =>`, SET_ADVICE);
}

const INSERT_ADVICE = `Write it like '42 => location:track {"lat":1}'`;

function readInsert(text: string): Edit {
  const { left, right } = splitAtArrow(text, "--insert", INSERT_ADVICE);
  const after = /^\d+$/.test(left) ? Number(left) : readWhere(left, "--insert");
  const [, name, rest = ""] = /^(\S+)\s*([\s\S]*)$/.exec(right) ?? [];
  const args = readArguments(rest);
  if (name === undefined || args === undefined) {
    const reason = "expected the event's name and its arguments as JSON behind =>";
    throw new UsageError(`Cannot read --insert "${text}": ${reason}`, INSERT_ADVICE);
  }
  const event: Addition = { name, args };
  return { kind: "insert", after, event };
}

/** JSON values one after the other. */
function readArguments(text: string): readonly JsonValue[] | undefined {
  const args: JsonValue[] = [];
  let rest = text.trim();
  while (rest !== "") {
    const end = endOfFirst(rest);
    const parsed = parseJson(rest.slice(0, end));
    if (!parsed.ok) return undefined;
    args.push(parsed.value);
    rest = rest.slice(end).trim();
  }
  return args;
}

/** Of text that may be no JSON at all, all. */
function endOfFirst(text: string): number {
  try {
    return readSpan(text, 0).end;
  } catch {
    return text.length;
  }
}

interface Halves {
  readonly left: string;
  readonly right: string;
}

/** Text in quotes may hold an arrow: the first one that leaves an expression on its left counts. */
function splitAtArrow(text: string, flag: string, advice: string): Halves {
  for (let at = text.indexOf("=>"); at >= 0; at = text.indexOf("=>", at + 1)) {
    const halves = { left: text.slice(0, at).trim(), right: text.slice(at + 2).trim() };
    if (/^\d+$/.test(halves.left) || isExpression(halves.left)) return halves;
  }
  const first = text.indexOf("=>");
  if (first < 0) throw new UsageError(`Cannot read ${flag} "${text}": there is no =>`, advice);
  return { left: text.slice(0, first).trim(), right: text.slice(first + 2).trim() };
}

function isExpression(text: string): boolean {
  try {
    compileWhere(text);
    return true;
  } catch {
    return false;
  }
}

function tryPath(text: string): Path | undefined {
  try {
    return compilePath(text);
  } catch {
    return undefined;
  }
}

function explained<Result>(flag: string, text: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw expressionProblem(error, `Cannot read ${flag} "${text}": `);
  }
}
