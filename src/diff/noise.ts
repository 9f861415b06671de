// What is known to differ between two good tapes, too: findings that a rule stands for are noise.

import type { ActKey } from "./act.ts";
import { pathsOfNoise } from "./noise_path.ts";
import type { Finding, NoisyFinding } from "./result.ts";
import type { NoiseKind, NoiseRule } from "./rules.ts";

/** The rules that two good tapes teach: one for each thing that differs between them. */
export function learnNoise(findings: readonly Finding[]): readonly NoiseRule[] {
  const rules = new Map<string, NoiseRule>();
  for (const finding of findings) {
    for (const rule of rulesOf(finding)) rules.set(JSON.stringify(rule), rule);
  }
  return [...rules.values()];
}

/** Findings apart from noise. */
export function sortOutNoise(
  findings: readonly Finding[],
  rules: readonly NoiseRule[],
): { readonly findings: readonly Finding[]; readonly noise: readonly NoisyFinding[] } {
  const kept: Finding[] = [];
  const noise: NoisyFinding[] = [];
  for (const finding of findings) {
    const rule = ruleFor(finding, rules);
    if (rule === undefined) kept.push(finding);
    else noise.push({ finding, rule });
  }
  return { findings: kept, noise };
}

function rulesOf(finding: Finding): readonly NoiseRule[] {
  const kind = noiseKindOf(finding);
  const key = keyOf(finding);
  const what = whatOf(finding);
  const about = {
    ...(what === undefined ? {} : { what }),
    ...(key === undefined ? {} : { event: key.name, namespace: key.namespace, from: key.from }),
  };
  const paths = pathsOf(finding);
  return paths.length === 0
    ? [{ kind, ...about }]
    : paths.map((path) => ({ kind, ...about, path }));
}

/** A rule that covers all of a finding, or else the first of those that do together. */
function ruleFor(finding: Finding, rules: readonly NoiseRule[]): NoiseRule | undefined {
  const meant = rules.filter((rule) => isAbout(rule, finding));
  const whole = meant.find(({ path }) => path === undefined);
  if (whole !== undefined) return whole;
  const paths = pathsOf(finding);
  const covers = paths.map((path) => meant.find((rule) => rule.path === path));
  return paths.length > 0 && covers.every((rule) => rule !== undefined) ? covers[0] : undefined;
}

function isAbout(rule: NoiseRule, finding: Finding): boolean {
  if (rule.kind !== noiseKindOf(finding)) return false;
  if (rule.what !== undefined && rule.what !== whatOf(finding)) return false;
  const key = keyOf(finding);
  if (rule.event !== undefined && rule.event !== key?.name) return false;
  if (rule.namespace !== undefined && rule.namespace !== key?.namespace) return false;
  return rule.from === undefined || rule.from === key?.from;
}

/** What kind of a live event's or an answer's differences it is: one is not as good as another. */
function whatOf(finding: Finding): string | undefined {
  return finding.kind === "live" || finding.kind === "answer" ? finding.what : undefined;
}

function noiseKindOf(finding: Finding): NoiseKind {
  switch (finding.kind) {
    case "missing":
    case "added":
      return "presence";
    case "changed":
      return "value";
    case "moved":
      return "order";
    case "answer":
      return "answer";
    case "late":
      return "timing";
    case "live":
      return "live";
    case "ending":
      return "ending";
    case "session-missing":
    case "session-added":
      return "session";
  }
}

function keyOf(finding: Finding): ActKey | undefined {
  switch (finding.kind) {
    case "missing":
    case "changed":
    case "moved":
    case "answer":
    case "late":
      return finding.left.key;
    case "added":
      return finding.right.key;
    case "live":
      return finding.key;
    default:
      return undefined;
  }
}

/** Places in values; list items are one place. */
function pathsOf(finding: Finding): readonly string[] {
  switch (finding.kind) {
    case "changed":
    case "answer":
      return [...new Set(finding.differences.flatMap(({ path }) => anywhere(path)))];
    case "live":
      return "path" in finding.change ? anywhere(finding.change.path) : [];
    case "late":
      return [finding.what];
    default:
      return [];
  }
}

function anywhere(path: string): readonly string[] {
  const paths = pathsOfNoise(path).map((each) => each.replaceAll(/\[\d+\]/g, "[*]"));
  return paths.length === 0 ? [path] : paths;
}
