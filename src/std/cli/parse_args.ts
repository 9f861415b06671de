/**
 * A stand-in for `jsr:@std/cli/parse-args`: reads a command line into an object. Its rules, which
 * are minimist's, are the original's to the letter, the odd ones too.
 */

import { isBoolean, type Names, readNames } from "./names.ts";
import { addNested, hasNested, setNested } from "./nested.ts";
import type { Aliases, Args, ParseOptions, Values } from "./types.ts";

export type { Args, ParseOptions } from "./types.ts";

/** Reads `args` by `options`: the options by their names, and in `_` what belongs to none. */
export function parseArgs<
  TDoubleDash extends boolean | undefined = undefined,
  TBooleans extends boolean | string | undefined = undefined,
  TStrings extends string | undefined = undefined,
  TCollectable extends string | undefined = undefined,
  TNegatable extends string | undefined = undefined,
  TDefault extends Readonly<Record<string, unknown>> | undefined = undefined,
  const TAliases extends Aliases = undefined,
>(
  args: string[],
  options?: ParseOptions<
    TBooleans,
    TStrings,
    TCollectable,
    TNegatable,
    TDefault,
    TAliases,
    TDoubleDash
  >,
): Args<
  Values<TBooleans, TStrings, TCollectable, TNegatable, TDefault, TAliases>,
  TDoubleDash
>;
export function parseArgs(args: string[], options: ParseOptions = {}): Args {
  const end = args.indexOf("--");
  const parser = new Parser(options);
  parser.read(end < 0 ? args : args.slice(0, end));
  return parser.finish(end < 0 ? [] : args.slice(end + 1));
}

/** The result in the making. */
class Parser {
  readonly #options: ParseOptions;
  readonly #names: Names;
  readonly #result: Args<Record<string, unknown>, boolean> = { _: [] };

  constructor(options: ParseOptions) {
    this.#options = options;
    this.#names = readNames(options);
  }

  /** Reads the arguments before `--`. */
  read(args: readonly string[]): void {
    for (let index = 0; index < args.length;) {
      const arg = args[index] ?? "";
      const next = args[index + 1] ?? "";
      if (arg.length > 2 && arg.startsWith("--")) {
        index += this.#readLong(arg, next);
      } else if (arg.length > 1 && arg.startsWith("-")) {
        index += this.#readShort(arg, next);
      } else {
        this.#readPlain(arg);
        index++;
        if (!this.#options.stopEarly) continue;
        this.#result._.push(...args.slice(index));
        return;
      }
    }
  }

  /** Fills in what was not given and adds the arguments after `--`. */
  finish(rest: readonly string[]): Args {
    const result = this.#result;
    const { aliases, booleans, strings, collected } = this.#names;
    for (const [name, value] of Object.entries(this.#options.default ?? {})) {
      if (hasNested(result, name)) continue;
      for (const each of [name, ...aliases.get(name) ?? []]) setNested(result, each, value);
    }
    for (const name of booleans) {
      if (!hasNested(result, name)) setNested(result, name, collected.has(name) ? [] : false);
    }
    for (const name of strings) {
      if (!hasNested(result, name) && collected.has(name)) setNested(result, name, []);
    }
    if (this.#options["--"]) result["--"] = [...rest];
    else result._.push(...rest);
    return result;
  }

  #readPlain(arg: string): void {
    if (this.#options.unknown?.(arg) === false) return;
    this.#result._.push(this.#names.strings.has("_") ? arg : toNumber(arg));
  }

  /** Reads `--name`, `--name=value`, `--no-name` or `--name value`: how many arguments that took. */
  #readLong(arg: string, next: string): 1 | 2 {
    const negated = arg.startsWith("--no-") && arg.length > "--no-".length;
    const body = arg.slice(negated ? "--no-".length : "--".length);
    const equals = body.indexOf("=", 1);
    if (equals > 0 && equals < body.length - 1) {
      const name = body.slice(0, equals);
      const value = body.slice(equals + 1);
      this.#set(name, this.#names.booleans.has(name) ? value !== "false" : value, arg);
      return 1;
    }
    if (negated && this.#names.negatable.has(body)) {
      this.#set(body, false, arg, { replace: true });
      return 1;
    }
    const name = arg.slice("--".length);
    const takes = !this.#names.allBooleans && !next.startsWith("-");
    return this.#readValue(name, next, arg, takes);
  }

  /** Reads `-a`, `-abc`, `-n5`, `-n=5` or `-n 5`: how many arguments that took. */
  #readShort(arg: string, next: string): 1 | 2 {
    const letters = arg.slice(1);
    for (let index = 0; index < letters.length - 1; index++) {
      const letter = letters.charAt(index);
      const value = attachedValue(letter, letters.slice(index + 1));
      this.#set(letter, value ?? this.#presence(letter), arg);
      if (value !== undefined) return 1;
    }
    const takes = !/^--?[^-]/.test(next);
    return this.#readValue(letters.slice(-1), next, arg, takes);
  }

  /** Gives an option the argument behind it if it takes that. */
  #readValue(name: string, next: string, arg: string, takes: boolean): 1 | 2 {
    if (next !== "" && takes && !isBoolean(this.#names, name)) {
      this.#set(name, next, arg);
      return 2;
    }
    if (next === "true" || next === "false") {
      this.#set(name, next === "true", arg);
      return 2;
    }
    this.#set(name, this.#presence(name), arg);
    return 1;
  }

  /** What an option is that stands there without a value. */
  #presence(name: string): string | boolean {
    return this.#names.strings.has(name) ? "" : true;
  }

  #set(name: string, value: string | boolean, arg: string, how = { replace: false }): void {
    const { aliases, strings, collected } = this.#names;
    if (!this.#isKnown(name, arg) && this.#options.unknown?.(arg, name, value) === false) return;
    const read = typeof value === "string" && !strings.has(name) ? toNumber(value) : value;
    const put = collected.has(name) && !how.replace ? addNested : setNested;
    for (const each of [name, ...aliases.get(name) ?? []]) put(this.#result, each, read);
  }

  #isKnown(name: string, arg: string): boolean {
    const { booleans, strings, aliases, allBooleans } = this.#names;
    return booleans.has(name) || strings.has(name) || aliases.has(name) ||
      (allBooleans && /^--[^=]+$/.test(arg));
  }
}

/** The value that hangs on a letter in a group of letters; undefined when the next is one too. */
function attachedValue(letter: string, rest: string): string | undefined {
  if (rest === "-") return rest;
  if (/[A-Za-z]/.test(letter)) {
    const value = /=(.+)/.exec(rest)?.[1];
    if (value !== undefined) return value;
    if (/-?\d+(\.\d*)?(e-?\d+)?$/.test(rest)) return rest;
  }
  return rest.length > 1 && /^\W/.test(rest) ? rest : undefined;
}

function toNumber(text: string): string | number {
  return /\S/.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;
}
