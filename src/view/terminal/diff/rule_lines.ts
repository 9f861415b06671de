// What did not count, and why: places that nobody looked at, what was allowed, what good tapes differ
// in. "Same" is only worth something to whoever knows that.

import type { DiffResult } from "../../../diff/result.ts";
import type { DiffRules, PathRule } from "../../../diff/rules.ts";
import { wrapFacts } from "../columns.ts";
import { formatDuration } from "../duration.ts";
import { printable } from "../event_line.ts";
import { formatMetres } from "../figures.ts";
import { ruleText } from "./noise_lines.ts";
import type { Canvas } from "../parts.ts";

/** How many of a kind are told one by one. */
const MOST_RULES = 10;

export function ruleLines(
  { rules }: Pick<DiffResult, "rules">,
  canvas: Canvas & { readonly full: boolean },
): readonly string[] {
  const values = rules.noise.filter(({ kind }) => kind === "value");
  return [
    ...listed("only compared: ", rules.only, canvas),
    ...listed("not compared: ", rules.ignore.map(pathText), canvas),
    ...listed("not compared, as noise: ", values.map((rule) => ruleText(rule, "")), canvas),
    ...listed("allowed: ", allowances(rules), canvas),
  ];
}

function allowances({ geo, time, tolerances, sets, keys }: DiffRules): readonly string[] {
  return [
    ...(geo === undefined ? [] : [`positions ${formatMetres(geo)} apart`]),
    ...(time === undefined ? [] : [`times ${formatDuration(time)} apart`]),
    ...tolerances.map((rule) => `${pathText(rule)} ${rule.amount} apart`),
    ...sets.map((rule) => `${pathText(rule)} in any order`),
    ...keys.map((rule) => `${pathText(rule)} in any order by ${rule.key}`),
  ];
}

/** As it is written on the command line. */
function pathText({ event, path }: PathRule): string {
  return event === undefined ? path.text : `${event}:${path.text}`;
}

function listed(
  title: string,
  facts: readonly string[],
  { columns, paint, full }: Canvas & { readonly full: boolean },
): readonly string[] {
  if (facts.length === 0) return [];
  const shown = full ? facts : facts.slice(0, MOST_RULES);
  const left = facts.length - shown.length;
  const all = [...shown, ...(left > 0 ? [`and ${left} more`] : [])].map(printable);
  const [first = "", ...more] = all;
  return wrapFacts([title + first, ...more], columns).map((line) => paint("dim", line));
}
