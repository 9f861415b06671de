// The way from `$` to where a comparison stands, and what those who compare lists ask of it.

import type { Value } from "../base/json.ts";
import { printPath } from "../timeline/filter/path_syntax.ts";
import type { ContentRules } from "./content_rules.ts";
import type { Place } from "./places.ts";
import { printKeyedItem } from "./noise_path.ts";

/** An item of a keyed list is known by what it has under its key. */
export interface KeyedStep {
  readonly key: string;
  readonly value: string | number;
}

export type TrailStep = string | number | KeyedStep;

export function printTrail(trail: readonly TrailStep[]): string {
  let text = "$";
  for (const step of trail) {
    if (typeof step === "object") text = printKeyedItem(text, step.key, step.value);
    else text += printPath([step]).slice(1);
  }
  return text;
}

/** What compares, as lists see it. */
export interface Comparer {
  readonly rules: ContentRules;
  /** Nothing more is told. */
  readonly isFull: boolean;
  /** Compares what lies a step further; undefined is not there. */
  step(step: TrailStep, left: Value | undefined, right: Value | undefined, place: Place): void;
}
