// The flags of a command, declared once: what they are called, what they take and mean. From the
// declaration come the typed values, the help, and the refusal of what was mistyped.

import { parseArgs } from "@std/cli/parse-args";
import { suggest } from "../base/suggest.ts";
import { UsageError } from "./usage_error.ts";

interface FlagOptions {
  /** What it does, half a sentence. */
  readonly summary: string;
  /** How it is written, when its name and `takes` do not show it: `--redact /pin=\d+/`. */
  readonly example?: string;
  /** A single letter: `o` for `-o`. */
  readonly short?: string;
}

interface ValueFlagOptions extends FlagOptions {
  /** What it takes, in capitals: `FILE`, `N`. */
  readonly takes: string;
}

/** One flag, declared under its name in camelCase: `keepSecrets` is written `--keep-secrets`. */
export interface Flag<Value> extends FlagOptions {
  /** Absent on switches. */
  readonly takes?: string;
  readonly repeats: boolean;
  /** The value of what was written after it, once for each time it was given. */
  read(written: readonly string[], flag: string): Value;
}

export type FlagSet = { readonly [name: string]: Flag<unknown> };

export type FlagValues<Flags extends FlagSet> = {
  readonly [Name in keyof Flags]: Flags[Name] extends Flag<infer Value> ? Value : never;
};

/** On or off. */
export function switchFlag(options: FlagOptions): Flag<boolean> {
  return { ...options, repeats: false, read: (written) => written.length > 0 };
}

export function textFlag(options: ValueFlagOptions): Flag<string | undefined> {
  return { ...options, repeats: false, read: ([text]) => text };
}

/** May be given many times. */
export function listFlag(options: ValueFlagOptions): Flag<readonly string[]> {
  return { ...options, repeats: true, read: (written) => written };
}

export function numberFlag(
  options: ValueFlagOptions & {
    readonly least?: number;
    readonly most?: number;
    /** No fractions. */
    readonly whole?: boolean;
  },
): Flag<number | undefined> {
  const { least = -Infinity, most = Infinity } = options;
  return {
    ...options,
    repeats: false,
    read([text], flag): number | undefined {
      if (text === undefined) return undefined;
      const value = text.trim() === "" ? NaN : Number(text);
      const fits = options.whole !== true || Number.isInteger(value);
      if (fits && value >= least && value <= most) return value;
      throw new UsageError(
        `Cannot read ${flag} "${text}": expected ${
          options.whole === true ? "a whole number" : "a number"
        }${range(least, most)}`,
      );
    },
  };
}

export interface ParsedFlags<Flags extends FlagSet> {
  readonly flags: FlagValues<Flags>;
  /** What is not a flag, up to `--`. */
  readonly operands: readonly string[];
  /** Everything after `--`, as it is. */
  readonly trailing: readonly string[];
}

export function parseFlags<Flags extends FlagSet>(
  declared: Flags,
  args: readonly string[],
): ParsedFlags<Flags> {
  const flags = Object.entries(declared);
  const end = args.indexOf("--");
  const own = withStandardStreams(end === -1 ? args : args.slice(0, end), flags);
  const switches = flags.filter(([, flag]) => flag.takes === undefined);
  const valued = flags.filter(([, flag]) => flag.takes !== undefined);
  refuseValues(own, switches.map(writtenName));
  refuseDashed(own, valued);
  const unknown: string[] = [];
  const parsed: Readonly<Record<string, unknown>> & { readonly _: readonly unknown[] } = parseArgs(
    [...own],
    {
      boolean: switches.map(writtenName),
      string: [...valued.map(writtenName), "_"],
      collect: valued.map(writtenName),
      alias: Object.fromEntries(
        flags.flatMap(([name, flag]) => flag.short ? [[dashed(name), flag.short]] : []),
      ),
      unknown(argument: string, key?: string): boolean {
        if (key !== undefined) unknown.push(argument);
        return key === undefined;
      },
    },
  );
  const values = flags.map(([name, flag]) => {
    const written = writtenValues(parsed[dashed(name)]);
    checkWritten(flag, `--${dashed(name)}`, written);
    return [name, flag.read(written, `--${dashed(name)}`)];
  });
  refuseUnknown(unknown, flags.map(writtenName));
  return {
    // Each value was read by the flag of the same name.
    flags: Object.fromEntries(values) as FlagValues<Flags>,
    operands: parsed._.map(String),
    trailing: end === -1 ? [] : args.slice(end + 1),
  };
}

/** `--out -` names standard output, and is no flag without a value. */
function withStandardStreams(
  args: readonly string[],
  flags: readonly (readonly [string, Flag<unknown>])[],
): readonly string[] {
  const valued = flags.filter(([, flag]) => flag.takes !== undefined);
  const names = new Set(valued.flatMap(([name, { short }]) => [
    `--${dashed(name)}`,
    ...(short === undefined ? [] : [`-${short}`]),
  ]));
  return args.flatMap((arg, index) => {
    if (arg === "-" && names.has(args[index - 1] ?? "")) return [];
    return args[index + 1] === "-" && names.has(arg) ? [`${arg}=-`] : [arg];
  });
}

/** `keepSecrets` as it is typed: `keep-secrets`. */
export function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function writtenName([name]: readonly [string, Flag<unknown>]): string {
  return dashed(name);
}

/** A switch that is on counts as given once, with nothing after it. */
function writtenValues(parsed: unknown): readonly string[] {
  if (Array.isArray(parsed)) return parsed.map(String);
  return parsed === true ? [""] : [];
}

function checkWritten(flag: Flag<unknown>, name: string, written: readonly string[]): void {
  if (flag.takes === undefined) return;
  if (written.includes("")) {
    throw new UsageError(
      `Cannot read ${name}: it takes a value`,
      `Write ${name}=${flag.takes}`,
    );
  }
  if (written.length > 1 && !flag.repeats) {
    throw new UsageError(
      `Cannot read ${name} "${written.join('" and "')}": it can be given only once`,
    );
  }
}

/** `--force=no` would count as given. */
function refuseValues(args: readonly string[], switches: readonly string[]): void {
  for (const arg of args) {
    const [, name = ""] = /^--([^=]+)=/.exec(arg) ?? [];
    if (!switches.includes(name)) continue;
    throw new UsageError(`Cannot read "${arg}": --${name} takes no value`, `Write --${name} alone`);
  }
}

/** `--geo -1m` reads like two flags: a number below 0 follows a "=". */
function refuseDashed(
  args: readonly string[],
  valued: readonly (readonly [string, Flag<unknown>])[],
): void {
  const flags = new Map(valued.map((flag) => [`--${writtenName(flag)}`, flag[1]]));
  for (const [index, arg] of args.entries()) {
    const next = args[index + 1] ?? "";
    const flag = flags.get(arg);
    if (flag === undefined || !/^-\.?\d/.test(next)) continue;
    // What it would not take after a "=" either is told by the flag itself.
    if (flag.takes === "TIME") {
      throw new UsageError(`Cannot read ${arg} "${next}": expected more than 0`);
    }
    flag.read([next], arg);
    throw new UsageError(
      `Cannot read ${arg}: its value "${next}" begins with a dash, as flags do`,
      `Write ${arg}=${next}`,
    );
  }
}

/** What other tools call it. */
const OTHER_WORDS: Readonly<Record<string, string>> = { port: "listen", host: "listen" };

function refuseUnknown(unknown: readonly string[], known: readonly string[]): void {
  const [first] = unknown;
  if (first === undefined) return;
  const typed = first.replace(/=.*/s, "");
  if (first.endsWith("=") && known.includes(typed.slice("--".length))) {
    throw new UsageError(`Cannot read ${first}: nothing follows the "="`);
  }
  const word = typed.replace(/^-+/, "");
  const other = OTHER_WORDS[word];
  const meant = other !== undefined && known.includes(other) ? other : suggest(word, known);
  throw new UsageError(
    `Cannot read "${typed}": there is no such flag`,
    meant && `Did you mean --${meant}?`,
  );
}

function range(least: number, most: number): string {
  if (least !== -Infinity && most !== Infinity) return ` from ${least} to ${most}`;
  if (least !== -Infinity) return `, ${least} or more`;
  return most === Infinity ? "" : `, ${most} or less`;
}
