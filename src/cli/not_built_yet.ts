// Commands that this version does not have yet are listed, so that people see where Wiretape is
// going, and say politely what there is instead.

import type { Command, PlannedCommand } from "./command.ts";
import { VERSION } from "../base/version.ts";

export function notBuiltYet(name: string, summary: string): PlannedCommand {
  return { kind: "planned", name, summary };
}

/** What to tell somebody who asks for it. */
export function tellNotBuiltYet(command: PlannedCommand, commands: readonly Command[]): string {
  const built = commands.filter(({ kind }) => kind === "built").map(({ name }) => name);
  return [
    `"${command.name}" will ${command.summary}.`,
    `Wiretape ${VERSION} does not have it yet.`,
    built.length === 0
      ? "No command is built yet; its decoders and its tape format are."
      : `What it has: ${built.join(", ")}.`,
    "",
  ].join("\n");
}
