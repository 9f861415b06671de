// The file in which noise is written down, to be used again and to be read and edited by people.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseNoiseRules, printNoiseRules } from "../../diff/noise_rules.ts";
import type { NoiseRule } from "../../diff/rules.ts";
import type { Host } from "../host.ts";
import { UsageError } from "../usage_error.ts";

export function readRulesFile(typed: string, host: Host): readonly NoiseRule[] {
  const text = textOf(typed, host);
  try {
    return parseNoiseRules(text);
  } catch (cause) {
    throw new Error(`Cannot use the rules ${JSON.stringify(typed)}`, { cause });
  }
}

function textOf(typed: string, host: Host): string {
  try {
    return readFileSync(host.resolvePath(typed), "utf8");
  } catch (cause) {
    throw new Error(`Cannot read the rules ${JSON.stringify(typed)}`, { cause });
  }
}

/** Before anything is read: what stands already is only replaced when that was asked for. */
export function checkRulesFile(typed: string, host: Host, force: boolean): void {
  if (!force && existsSync(host.resolvePath(typed))) throw alreadyThere(typed);
}

export function writeRulesFile(
  typed: string,
  rules: readonly NoiseRule[],
  host: Host,
  force: boolean,
): void {
  const path = host.resolvePath(typed);
  try {
    makeFolder(dirname(path));
    writeFileSync(path, printNoiseRules(rules), { flag: force ? "w" : "wx" });
  } catch (cause) {
    if (isThere(cause)) throw alreadyThere(typed);
    throw new Error(`Cannot write the rules ${JSON.stringify(typed)}`, { cause });
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new Error(`Cannot make the folder ${JSON.stringify(folder)}`, { cause });
  }
}

function isThere(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "EEXIST";
}

function alreadyThere(typed: string): UsageError {
  return new UsageError(
    `Cannot write the rules "${typed}": the file stands already`,
    "--force overwrites it",
  );
}
