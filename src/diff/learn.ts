// What two good tapes teach: the differences between them are noise.

import { learnNoise as learn } from "./noise.ts";
import type { DiffResult } from "./result.ts";
import type { NoiseRule } from "./rules.ts";

/** The rules under which the two tapes of a result are the same; those that were there stay. */
export function learnNoise({ findings, rules }: DiffResult): readonly NoiseRule[] {
  const known = new Set(rules.noise.map((rule) => JSON.stringify(rule)));
  return [
    ...rules.noise,
    ...learn(findings).filter((rule) => !known.has(JSON.stringify(rule))),
  ];
}
