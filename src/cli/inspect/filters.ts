// What `inspect` was asked to show, as one question to each moment.

import { namespaceOf, textOf } from "../../timeline/filter/field_values.ts";
import { ExpressionError } from "../../timeline/filter/expression_error.ts";
import { compileWhere } from "../../timeline/filter/where.ts";
import type { Moment } from "../../timeline/moment.ts";
import { UsageError } from "../usage_error.ts";
import type { InspectFlags } from "./flags.ts";
import { expressionProblem } from "../expression_problem.ts";
import { readTimeRange } from "../time_range.ts";

export type Question = (moment: Moment) => boolean;

/** The questions that the flags ask; a moment is shown when it answers all of them. */
export function readFilters(flags: InspectFlags): readonly Question[] {
  return [
    ...conn(flags),
    ...from(flags),
    ...between(flags),
    ...namespaces(flags),
    ...events(flags),
    ...flags.where.map(where),
    ...flags.match.map(match),
  ];
}

function where(text: string): Question {
  try {
    return compileWhere(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw expressionProblem(error);
  }
}

const SLASHED = /^\/(.+)\/([dgimsuvy]*)$/s;

function match(written: string): Question {
  const [, source, letters = ""] = SLASHED.exec(written) ?? [];
  if (source === undefined) {
    throw new UsageError(
      `Cannot read --match "${written}": it is no regular expression between slashes`,
      `Write it like ${suggested(written)}`,
    );
  }
  const pattern = readPattern(source, letters.replace(/[gy]/g, ""), written);
  return (moment) => {
    const text = textOf(moment);
    return pattern.test(typeof text === "string" ? text : moment.label);
  };
}

function suggested(written: string): string {
  const isShort = written.length <= 40 && !/[\\/'"]/.test(written);
  return `'/${isShort && written !== "" ? written : "speed.:4"}/'`;
}

function readPattern(source: string, letters: string, written: string): RegExp {
  try {
    return new RegExp(source, letters);
  } catch (cause) {
    throw new UsageError(
      `Cannot read --match "${written}": it is no regular expression`,
      cause instanceof Error ? cause.message : undefined,
    );
  }
}

/** An answer counts as what it answers. */
function events({ event: names }: InspectFlags): readonly Question[] {
  if (names.length === 0) return [];
  return [({ decoded, answers }): boolean => {
    const name = decoded?.event?.name ?? answers?.name;
    return name !== undefined && names.includes(name);
  }];
}

function namespaces({ ns: names }: InspectFlags): readonly Question[] {
  if (names.length === 0) return [];
  const slashed = names.map((name) => name.startsWith("/") ? name : `/${name}`);
  return [(moment): boolean => {
    const namespace = namespaceOf(moment);
    return typeof namespace === "string" && slashed.includes(namespace);
  }];
}

function from({ from: side }: InspectFlags): readonly Question[] {
  if (side === undefined) return [];
  if (side !== "client" && side !== "server") {
    throw new UsageError(`Cannot read --from "${side}": expected client or server`);
  }
  return [(moment): boolean => moment.from === side];
}

/** The connections that were asked for; none when all are. */
export function readConns({ conn: written }: InspectFlags): readonly number[] {
  return written.map((text) => {
    if (/^\d+$/.test(text)) return Number(text);
    throw new UsageError(`Cannot read --conn "${text}": expected a connection's number`);
  });
}

function conn(flags: InspectFlags): readonly Question[] {
  const numbers = readConns(flags);
  if (numbers.length === 0) return [];
  return [(moment): boolean => moment.conn !== undefined && numbers.includes(moment.conn)];
}

function between({ between: text }: InspectFlags): readonly Question[] {
  if (text === undefined) return [];
  const { since, until } = readTimeRange(text, "--between");
  return [({ at }): boolean => at >= since && at <= until];
}
