// What differs and does not count, by the rule that says so.

import type { DiffResult } from "../../../diff/result.ts";
import type { NoiseRule } from "../../../diff/rules.ts";
import { counted } from "../duration.ts";
import { printable } from "../event_line.ts";
import { arrowOf } from "./act_text.ts";
import { withMarks } from "./marks.ts";
import { type Canvas, draw } from "./parts.ts";

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
  { kind, event, namespace, from, path }: NoiseRule,
  words = WORDS[kind],
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
