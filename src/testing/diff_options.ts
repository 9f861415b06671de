// What two tapes are compared by in a test: the rules in plain options, another good tape, a file of
// rules.

import { readFile } from "node:fs/promises";
import { messageOf } from "../base/errors.ts";
import type { JsonObject } from "../base/json.ts";
import { parseNoiseRules } from "../diff/noise_rules.ts";
import { type DiffRuleOptions, readRuleOptions } from "../diff/rule_options.ts";
import type { DiffRules, NoiseRule } from "../diff/rules.ts";
import { pathOf } from "./tape_file.ts";

/** What counts as a difference between two tapes: the flags of `diff`, by the same names. */
export interface DiffTapesOptions extends DiffRuleOptions {
  /** Another good tape: whatever it and the good one differ in is noise. */
  readonly baseline?: string | URL;
  /** A file that `diff --write-rules` has made, or what is in it: noise that is known. */
  readonly rules?: string | URL | JsonObject;
}

export async function readDiffOptions(options: DiffTapesOptions): Promise<DiffRules> {
  const { rules } = options;
  return readRuleOptions(options, rules === undefined ? [] : await readRules(rules));
}

async function readRules(rules: string | URL | JsonObject): Promise<readonly NoiseRule[]> {
  if (typeof rules !== "string" && !(rules instanceof URL)) {
    return parseNoiseRules(JSON.stringify(rules));
  }
  const path = pathOf(rules);
  try {
    return parseNoiseRules(await readFile(path, "utf8"));
  } catch (cause) {
    const reason = messageOf(cause);
    throw new Error(`Cannot use the rules ${JSON.stringify(path)}: ${reason}`, { cause });
  }
}
