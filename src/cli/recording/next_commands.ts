// What to do with a new tape: the commands that this version has and that work on it now, ready to be
// typed.

import type { Host } from "../host.ts";
import { tapePath } from "../tape_path.ts";

export interface NewTape {
  /** Its name as people see it. */
  readonly shown: string;
  /** Anybody connected: else there is nothing to compare it by. */
  readonly hasConnections: boolean;
  /** There is something to play on it. */
  readonly hasSession: boolean;
  /** It has decoded lines. */
  readonly hasEvents: boolean;
}

export async function nextCommands(tape: NewTape, host: Host): Promise<readonly string[]> {
  // Loaded late: the list of commands imports the commands, and they this.
  const { COMMANDS } = await import("../commands.ts");
  const built = new Set(COMMANDS.filter(({ kind }) => kind === "built").map(({ name }) => name));
  const quoted = quote(tape.shown);
  const isNewest = numbered("@1", host) === host.resolvePath(tape.shown);
  const name = isNewest ? "@1" : quoted;
  const suggestions: readonly (readonly [command: string, tapes: string, works: boolean])[] = [
    ["inspect", name, true],
    ["replay", name, tape.hasSession],
    ["diff", "@2 @1", tape.hasConnections && isNewest && numbered("@2", host) !== undefined],
  ];
  const next = suggestions
    .filter(([command, _tapes, works]) => works && built.has(command))
    .map(([command, tapes]) => `${command} ${tapes}`);
  if (next.length > 0) return [`Next: deno task ${next.join(" · ")}`];
  return tape.hasEvents ? [`Next: grep '"kind":"event"' ${quoted}`] : [];
}

/** The tape that `@1` means now, if it means one. */
function numbered(name: string, host: Host): string | undefined {
  try {
    return tapePath(name, host);
  } catch {
    return undefined;
  }
}

function quote(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
