// What to do with a new tape: the commands that this version has, ready to be typed.

/** Commands that take tapes, and how a new one is handed to them. */
const SUGGESTIONS: readonly (readonly [
  command: string,
  tapes: (newest: string) => string | undefined,
])[] = [
  ["inspect", (newest) => newest],
  ["replay", (newest) => newest],
  ["diff", (newest) => newest === "@1" ? "@2 @1" : undefined],
];

/** `shown` is the tape's name; what the user chose with --out is not in the folder of `@1`. */
export async function nextCommands(
  shown: string,
  chosen: string | undefined,
  hasEvents: boolean,
): Promise<readonly string[]> {
  // Loaded late: the list of commands imports the commands, and they this.
  const { COMMANDS } = await import("../commands.ts");
  const built = new Set(COMMANDS.filter(({ kind }) => kind === "built").map(({ name }) => name));
  const newest = chosen === undefined ? "@1" : shown;
  const next = SUGGESTIONS
    .filter(([command]) => built.has(command))
    .flatMap(([command, tapes]) => {
      const named = tapes(newest);
      return named === undefined ? [] : [`${command} ${named}`];
    });
  if (next.length > 0) return [`Next: deno task ${next.join(" · ")}`];
  const quoted = /^[\w./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
  return hasEvents ? [`Next: grep '"kind":"event"' ${quoted}`] : [];
}
