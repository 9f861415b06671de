// Makes a cut as it was planned: lines that were not asked for go, those that are only kept so that
// the rest can be decoded say so (`"context":true`) and stand at the begin of the cut.

import type { DecoderOptions } from "../../protocols/registry.ts";
import type { Entry, TapeLine } from "../../tape/entry.ts";
import type { CutPlan } from "./cut_plan.ts";
import type { ConvertProblem, Decide } from "./outcome.ts";
import { transform } from "./transform.ts";

export interface CutLinesOptions {
  readonly plan: CutPlan;
  readonly decoding: DecoderOptions;
  readonly onProblem: (problem: ConvertProblem) => void;
}

/** The lines of the cut; polling bodies are left with the packets that were meant. */
export function cutLines(
  lines: AsyncIterable<TapeLine>,
  options: CutLinesOptions,
): AsyncGenerator<TapeLine> {
  const { plan, decoding, onProblem } = options;
  const decide: Decide = ({ line, part, decoded }) =>
    decoded === undefined || plan.keepsPart(line.number, part) ? undefined : { drop: true };
  const chosen = chooseLines(lines, plan);
  // Nothing is put in here, so that no number and no event line is needed for it.
  return transform(chosen, { decide, decoding, watch: [], onProblem, freshNumber: () => NaN });
}

async function* chooseLines(
  lines: AsyncIterable<TapeLine>,
  plan: CutPlan,
): AsyncGenerator<TapeLine> {
  for await (const line of lines) {
    if (line.known && line.entry.kind === "end") {
      yield clampEnd(line, plan);
      continue;
    }
    const raw = line.known && line.entry.kind === "event" ? line.entry.of : line.number;
    const keeps = plan.keeps(raw);
    if (keeps === "asked-for") yield line;
    else if (keeps === "context" && line.known) yield asContext(line, plan);
  }
}

type KnownLine = TapeLine & { readonly known: true };

function asContext(line: KnownLine, { from }: CutPlan): TapeLine {
  const at = Math.max(line.entry.at, from);
  const entry: Entry = { ...line.entry, at, context: true };
  return { ...line, entry };
}

function clampEnd(line: KnownLine, { to }: CutPlan): TapeLine {
  return line.entry.at <= to ? line : { ...line, entry: { ...line.entry, at: to } };
}
