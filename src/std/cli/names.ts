/** What was declared about the options' names, with every alias in the same sets. */

import type { ParseOptions } from "./types.ts";

/** The declarations of one call, by name. */
export interface Names {
  readonly booleans: ReadonlySet<string>;
  readonly strings: ReadonlySet<string>;
  readonly collected: ReadonlySet<string>;
  readonly negatable: ReadonlySet<string>;
  /** The other names of each name that has some. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** Whether every `--name` without `=` is a boolean. */
  readonly allBooleans: boolean;
}

/** Reads the declarations out of the options. */
export function readNames(options: ParseOptions): Names {
  const aliases = readAliases(options);
  const expand = (names: string | readonly string[] | boolean | undefined): Set<string> => {
    const list = typeof names === "string" ? [names] : typeof names === "object" ? names : [];
    return new Set(
      list.filter((name) => name !== "").flatMap((name) => [name, ...aliases.get(name) ?? []]),
    );
  };
  return {
    booleans: expand(options.boolean),
    strings: expand(options.string),
    collected: expand(options.collect),
    negatable: expand(options.negatable),
    aliases,
    allBooleans: options.boolean === true,
  };
}

/** Whether `name` never takes the argument behind it as its value, but for `true` and `false`. */
export function isBoolean(names: Names, name: string): boolean {
  return names.booleans.has(name) ||
    (names.aliases.get(name) ?? []).some((alias) => names.booleans.has(alias));
}

function readAliases(options: ParseOptions): Map<string, readonly string[]> {
  const aliases = new Map<string, readonly string[]>();
  for (const [name, others] of Object.entries(options.alias ?? {})) {
    const group = [name, ...typeof others === "string" ? [others] : others];
    for (const member of group) aliases.set(member, group.filter((other) => other !== member));
  }
  return aliases;
}
