// What differs and does not count, by the rule that says so.

import type { DiffResult } from "../../../diff/result.ts";
import type { NoiseRule } from "../../../diff/rules.ts";
import { counted } from "../duration.ts";
import { printable } from "../event_line.ts";
import { arrowOf } from "./act_text.ts";
import { withMarks } from "./marks.ts";
import { type Canvas, draw } from "../parts.ts";

/** How many rules are told one by one. */
const MOST_RULES = 10;

export function noiseLines(
  { noise }: Pick<DiffResult, "noise">,
  canvas: Canvas & { readonly full: boolean },
): readonly string[] {
  if (noise.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { rule } of noise) {
    const text = ruleText(rule);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const rules = [...counts].sort(([, left], [, right]) => right - left);
  const shown = canvas.full ? rules : rules.slice(0, MOST_RULES);
  const left = rules.length - shown.length;
  return [
    draw([[`noise, not counted: ${counted(noise.length, "difference")}`, "dim"]], canvas),
    ...shown.map(([text, count]) => draw([[`  ${count} × ${text}`, "dim"]], canvas)),
    ...(left > 0 ? [draw([[`  … ${left} more rules: --full shows all`, "dim"]], canvas)] : []),
  ];
}

/** `→ /sfa  visit:plan  $.id differs` */
export function ruleText(
  { kind, what, event, namespace, from, path }: NoiseRule,
  words = (what === undefined ? undefined : WORDS_OF_WHAT.get(`${kind} ${what}`)) ?? WORDS[kind],
): string {
  const parts = [
    from === undefined ? "" : arrowOf({ from }),
    namespace === undefined || namespace === "/" ? "" : `${namespace} `,
    event === undefined ? "" : `${event} `,
    path ?? "",
    words,
  ];
  return printable(withMarks(parts.filter((part) => part !== "").join(" ")));
}

const WORDS: { readonly [Kind in NoiseRule["kind"]]: string } = {
  value: "differs",
  presence: "comes or does not",
  order: "comes in another order",
  answer: "is answered otherwise",
  live: "differs",
  timing: "is late",
  ending: "sessions end otherwise",
  session: "sessions come or do not",
};

/** Of rules that say more exactly what differs. */
const WORDS_OF_WHAT: ReadonlyMap<string, string> = new Map([
  ["answer lost", "is not answered"],
  ["answer new", "is answered now"],
  ["answer changed", "is answered otherwise"],
  ["live field-lost", "is lost"],
  ["live field-new", "is new"],
  ["live type", "is of another type"],
  ["live range", "has another range"],
  ["live constant", "is another one"],
  ["live outlier", "says what it never says"],
  ["live order", "does not go on as it should"],
  ["live rate", "comes at another rate"],
  ["live gap", "has a long silence"],
  ["live silence", "has a long silence"],
  ["live answers", "is answered more or less often"],
]);
