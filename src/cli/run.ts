// The command line as a function: arguments and a host in, an exit code out. Here mistakes become
// messages; the commands themselves just throw.

import { messageOf } from "../base/errors.ts";
import { VERSION } from "../base/version.ts";
import { paint } from "./colour.ts";
import type { Command } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { type Host, OutputClosedError } from "./host.ts";
import { tellNotBuiltYet } from "./not_built_yet.ts";
import { suggest } from "../base/suggest.ts";
import { printable } from "../view/terminal/event_line.ts";
import { UsageError } from "./usage_error.ts";

export async function run(
  args: readonly string[],
  host: Host,
  commands: readonly Command[] = COMMANDS,
): Promise<ExitCode | number> {
  try {
    return await dispatch(args, host, commands);
  } catch (error) {
    if (error instanceof OutputClosedError) return EXIT.fine;
    host.stderr.write(describeError(error, host));
    return error instanceof UsageError ? EXIT.usage : EXIT.inputOutput;
  }
}

async function dispatch(
  args: readonly string[],
  host: Host,
  commands: readonly Command[],
): Promise<ExitCode | number> {
  const [first, ...rest] = args;
  switch (first) {
    case undefined:
    case "-h":
    case "--help":
      host.stdout.write(generalHelp(commands, host.stdout));
      return EXIT.fine;
    case "-V":
    case "--version":
      host.stdout.write(`wiretape ${VERSION}\n`);
      return EXIT.fine;
  }
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) throw unknownCommand(first, commands);
  if (command.kind === "planned") {
    host.stderr.write(tellNotBuiltYet(command, commands));
    return EXIT.usage;
  }
  if (asksForHelp(rest)) {
    host.stdout.write(commandHelp(command, host.stdout));
    return EXIT.fine;
  }
  return await command.run(rest, host);
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  const flags = end === -1 ? args : args.slice(0, end);
  return flags.includes("--help") || flags.includes("-h");
}

function unknownCommand(typed: string, commands: readonly Command[]): UsageError {
  const names = commands.map(({ name }) => name);
  const meant = suggest(typed, names);
  return new UsageError(
    `Cannot run "${typed}": there is no such command`,
    meant === undefined ? `There are ${names.join(", ")}` : `Did you mean "${meant}"?`,
  );
}

/** The message, its causes and advice; the stack only when WIRETAPE_DEBUG asks for it. */
function describeError(error: unknown, host: Host): string {
  const lines = [`${paint(host.stderr, "red", "wiretape:")} ${harmless(messageOf(error))}`];
  for (const cause of causesOf(error)) {
    const reason = harmless(messageOf(cause));
    if (!lines.some((line) => line.includes(reason))) lines.push(`  because: ${reason}`);
  }
  if (error instanceof UsageError && error.advice !== undefined) lines.push(`  ${error.advice}`);
  if (host.env("WIRETAPE_DEBUG") && error instanceof Error) lines.push(error.stack ?? "");
  return lines.join("\n") + "\n";
}

/** A message may quote a peer, and may have several lines. */
function harmless(message: string): string {
  return message.split("\n").map(printable).join("\n");
}

function* causesOf(error: unknown): Iterable<unknown> {
  let current = error;
  while (current instanceof Error && current.cause !== undefined) {
    current = current.cause;
    yield current;
  }
}
