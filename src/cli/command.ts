// What a command is. A command is one file that defines it and one line in commands.ts; its flags,
// operands and examples are declared once, for parsing and for the help alike.

import type { ExitCode } from "./exit_code.ts";
import { type FlagSet, type FlagValues, parseFlags } from "./flags.ts";
import type { Host } from "./host.ts";
import { UsageError } from "./usage_error.ts";

export interface Example {
  /** What is typed after `deno task`: `record wss://example.com --out day.ndjson`. */
  readonly typed: string;
  /** What it is good for. */
  readonly does: string;
}

/** A few lines of the help that no flag has room for. */
export interface HelpSection {
  readonly heading: string;
  /** What is typed, or met, and what it means. */
  readonly rows: readonly (readonly [left: string, right: string])[];
}

/** What a command takes besides flags. */
export interface Operands {
  /** `FILE…`, `[URL]` */
  readonly shown: string;
  readonly least: number;
  readonly most: number;
  /** What follows `--` is a command of its own. */
  readonly takesCommand?: true;
}

export interface CommandContext<Flags extends FlagSet> {
  readonly flags: FlagValues<Flags>;
  readonly operands: readonly string[];
  /** What follows `--`, for a command that runs it; elsewhere it counts among the operands. */
  readonly trailing: readonly string[];
  readonly host: Host;
}

export interface CommandDefinition<Flags extends FlagSet> {
  readonly name: string;
  /** What it does, half a sentence. */
  readonly summary: string;
  /** Without it, operands are refused. */
  readonly operands?: Operands;
  readonly flags: Flags;
  readonly examples: readonly Example[];
  /** Shown between the flags and the examples. */
  readonly sections?: readonly HelpSection[];
  /** Its exit code, or that of a program that it ran. */
  run(context: CommandContext<Flags>): Promise<ExitCode | number>;
}

/** A command that this version has. */
export interface BuiltCommand {
  readonly kind: "built";
  readonly name: string;
  readonly summary: string;
  readonly operands?: Operands;
  readonly flags: FlagSet;
  readonly examples: readonly Example[];
  readonly sections?: readonly HelpSection[];
  /** Parses its arguments and does its work. */
  run(args: readonly string[], host: Host): Promise<ExitCode | number>;
}

/** A command that a later version will have. */
export interface PlannedCommand {
  readonly kind: "planned";
  readonly name: string;
  readonly summary: string;
}

export type Command = BuiltCommand | PlannedCommand;

export function defineCommand<Flags extends FlagSet>(
  definition: CommandDefinition<Flags>,
): BuiltCommand {
  return {
    ...definition,
    kind: "built",
    run(args, host): Promise<ExitCode | number> {
      const { flags, operands, trailing } = parseFlags(definition.flags, args);
      const apart = definition.operands?.takesCommand === true;
      if (apart && trailing.length === 0 && args.includes("--")) {
        throw new UsageError(
          `Cannot run "${definition.name}" with "--": no command follows it`,
          `Write it like: ${definition.name} … -- npm test`,
        );
      }
      const context = {
        flags,
        operands: apart ? operands : [...operands, ...trailing],
        trailing: apart ? trailing : [],
        host,
      };
      checkOperands(definition.name, definition.operands, context.operands);
      return definition.run(context);
    },
  };
}

const NO_OPERANDS: Operands = { shown: "", least: 0, most: 0 };

function checkOperands(
  name: string,
  expected: Operands = NO_OPERANDS,
  operands: readonly string[],
): void {
  if (operands.length < expected.least) {
    throw new UsageError(`Cannot run "${name}": it needs ${expected.shown}`);
  }
  if (operands.length <= expected.most) return;
  const tooMany = operands[expected.most];
  throw new UsageError(
    `Cannot run "${name}" with "${tooMany}": it takes ${expected.shown || "only flags"}`,
  );
}
