// The help, for all commands and for one: what it does, how it is written, with examples.

import { VERSION } from "../base/version.ts";
import { paint } from "./colour.ts";
import type { BuiltCommand, Command } from "./command.ts";
import { dashed, type FlagSet } from "./flags.ts";
import type { Output } from "./host.ts";

/** What stands before every command: that is how the README starts them. */
const PROGRAM = "deno task";

type Row = readonly [left: string, right: string];

const HELP_FLAG: Row = ["-h, --help", "show this help"];

export function generalHelp(commands: readonly Command[], output: Output): string {
  const built = commands.filter(({ kind }) => kind === "built");
  const planned = commands.filter(({ kind }) => kind === "planned");
  const rows = (list: readonly Command[]): readonly Row[] =>
    list.map(({ name, summary }) => [name, summary]);
  return joinParts([
    `Wiretape ${VERSION}: a tape deck for Socket.IO`,
    section("Usage", [[`${PROGRAM} COMMAND [flags]`, ""]], output),
    section("Commands", rows(built), output),
    section("Not built yet", rows(planned), output),
    section(
      "Flags",
      [HELP_FLAG, ["-V, --version", "show the version"]],
      output,
    ),
    `${PROGRAM} COMMAND --help tells more about a command.`,
  ]);
}

export function commandHelp(command: BuiltCommand, output: Output): string {
  const trailing = command.operands?.takesCommand === true ? "[-- COMMAND]" : undefined;
  const usage = [PROGRAM, command.name, command.operands?.shown, "[flags]", trailing];
  const flags = [...flagRows(command.flags), HELP_FLAG];
  return joinParts([
    `${command.name}: ${command.summary}`,
    section("Usage", [[usage.filter(Boolean).join(" "), ""]], output),
    section("Flags", alignLongNames(flags), output),
    ...(command.sections ?? []).map(({ heading, rows }) => section(heading, rows, output)),
    exampleLines(command.examples, output),
  ]);
}

/** What is typed is long: what it does stands below it. */
function exampleLines(examples: BuiltCommand["examples"], output: Output): string {
  if (examples.length === 0) return "";
  const lines = examples.map(({ typed, does }) => `  ${PROGRAM} ${typed}\n      ${does}`);
  return [paint(output, "bold", "Examples"), ...lines].join("\n");
}

function flagRows(flags: FlagSet): readonly Row[] {
  return Object.entries(flags).map(([name, flag]) => {
    const long = `--${dashed(name)}${flag.takes === undefined ? "" : ` ${flag.takes}`}`;
    const notes = [flag.repeats ? "may be repeated" : "", flag.example ?? ""].filter(Boolean);
    const note = notes.length === 0 ? "" : ` (${notes.join("; ")})`;
    return [flag.short === undefined ? long : `-${flag.short}, ${long}`, flag.summary + note];
  });
}

/** Long names stand below each other, whether a short one goes before them or not. */
function alignLongNames(rows: readonly Row[]): readonly Row[] {
  return rows.map(([left, right]) => [left.startsWith("--") ? `    ${left}` : left, right]);
}

/** A heading and its rows in two columns; empty without rows. */
function section(heading: string, rows: readonly Row[], output: Output): string {
  if (rows.length === 0) return "";
  const width = Math.max(...rows.map(([left]) => left.length));
  const lines = rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd());
  return [paint(output, "bold", heading), ...lines].join("\n");
}

function joinParts(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n") + "\n";
}
