// All that `convert` does to the lines of a tape, in its order: cut, edit, move positions, replace
// ids, hide, make event lines, retime, number anew. Each step is a generator of lines by itself.

import type { DecoderOptions } from "../../protocols/registry.ts";
import type { Tape, TapeLine } from "../../tape/entry.ts";
import type { Redactor } from "../../tape/redact/redactor.ts";
import { anonymise, type Replacer } from "./anonymise.ts";
import { cutLines } from "./cut.ts";
import type { CutPlan } from "./cut_plan.ts";
import { decideBy, type Edit } from "./edits.ts";
import type { ConvertProblem } from "./outcome.ts";
import { redactAgain } from "./redact_again.ts";
import { renumber } from "./renumber.ts";
import { retime, type RetimeOptions } from "./retime.ts";
import { rewatch } from "./rewatch.ts";
import { transform } from "./transform.ts";

export interface ConvertOptions {
  readonly cut?: CutPlan;
  readonly edits?: readonly Edit[];
  readonly replacers?: readonly Replacer[];
  readonly redactor?: Redactor;
  /** The events that get lines, when others than before. */
  readonly watch?: readonly string[];
  readonly time?: RetimeOptions;
  readonly onProblem: (problem: ConvertProblem) => void;
}

/** The lines of the new tape, its header apart. */
export function convertLines(tape: Tape, options: ConvertOptions): AsyncGenerator<TapeLine> {
  const { header } = tape;
  const { cut, edits = [], replacers = [], redactor, watch, time, onProblem } = options;
  const decoding: DecoderOptions = header.eventKeys === undefined
    ? {}
    : { eventKeys: header.eventKeys };
  let last = 0;
  // New lines have numbers that no tape has.
  const freshNumber = (): number => --last;
  let lines: AsyncIterable<TapeLine> = tape.lines;
  if (cut !== undefined) lines = cutLines(lines, { plan: cut, decoding, onProblem });
  if (edits.length > 0) {
    const watched = watch ?? header.watch ?? [];
    const decide = decideBy(edits, onProblem);
    lines = transform(lines, { decide, decoding, watch: watched, onProblem, freshNumber });
  }
  for (const replacer of replacers) lines = anonymise(lines, { replacer, decoding, onProblem });
  if (redactor !== undefined) lines = redactAgain(lines, redactor);
  if (watch !== undefined) lines = rewatch(lines, { watch, decoding, onProblem, freshNumber });
  if (time !== undefined) lines = retime(lines, time);
  return renumber(lines, () => redactor?.hidden ?? 0);
}
