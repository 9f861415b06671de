// The file of noise rules.

import type { NoiseRule } from "./rules.ts";

export function parseNoiseRules(text: string): readonly NoiseRule[] {
  return (JSON.parse(text) as { noise: readonly NoiseRule[] }).noise;
}

export function printNoiseRules(rules: readonly NoiseRule[]): string {
  return JSON.stringify({ format: "wiretape-rules/1", noise: rules }, null, 2) + "\n";
}
