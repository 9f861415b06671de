// The file in which noise is written down, to be used again and to be read and edited by people.

import { mkdirSync, readFileSync, type Stats, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { codeOf, messageOf } from "../../base/errors.ts";
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
  const standing = statOf(typed, host);
  if (standing?.isDirectory() === true) {
    throw new UsageError(`Cannot write the rules "${typed}": it is a folder`, "Name a file in it");
  }
  if (!force && standing !== undefined) throw alreadyThere(typed);
}

function statOf(typed: string, host: Host): Stats | undefined {
  try {
    return statSync(host.resolvePath(typed), { throwIfNoEntry: false });
  } catch (error) {
    // A file on the way to it: told when the folder cannot be made.
    if (codeOf(error) === "ENOTDIR") return undefined;
    throw cannotWrite(typed, error);
  }
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
    if (codeOf(cause) === "EEXIST") throw alreadyThere(typed);
    throw cannotWrite(typed, cause);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    const reason = reasonOf(cause, { EEXIST: "a file stands in its place" });
    throw new Error(`Cannot make the folder ${JSON.stringify(folder)}: ${reason}`);
  }
}

/** What a runtime says of it is told to nobody: its advice is not ours. */
function cannotWrite(typed: string, error: unknown): Error {
  return new Error(`Cannot write the rules ${JSON.stringify(typed)}: ${reasonOf(error)}`);
}

const REASONS: { readonly [code: string]: string } = {
  EACCES: "its owner does not let you write there",
  ENOENT: "there is no such folder",
  ENOSPC: "the disk is full",
  ENOTDIR: "a file stands in the place of a folder",
  EPERM: "its owner does not let you write there",
  EROFS: "the disk can only be read",
};

function reasonOf(error: unknown, reasons: { readonly [code: string]: string } = {}): string {
  const code = codeOf(error);
  if (error instanceof Error && error.name === "NotCapable") {
    return "this process has no permission to write there";
  }
  return reasons[code] ?? REASONS[code] ?? messageOf(error);
}

function alreadyThere(typed: string): UsageError {
  return new UsageError(
    `Cannot write the rules "${typed}": the file stands already`,
    "--force overwrites it",
  );
}
