// Regular expressions of an expression. They are the user's own: what they cost is theirs as well.
// Flags that remember a position between two texts are refused.

/** Flags that change what is matched, not where the next look begins; each once. */
const FLAGS = /^(?!.*(.).*\1)[imsu]*$/;

export type MadePattern =
  | { readonly ok: true; readonly pattern: RegExp }
  | { readonly ok: false; readonly reason: string; readonly advice?: string };

/** Makes a regular expression, or says why it is none. */
export function makePattern(source: string, flags: string): MadePattern {
  if (!FLAGS.test(flags)) {
    return {
      ok: false,
      reason: `the flags of this regular expression are "${flags}"`,
      advice: "Flags may be i, m, s and u, each once",
    };
  }
  try {
    const pattern = new RegExp(source, flags);
    // A pattern is compiled when it is first used, for narrow and wide text apart: what is wrong with
    // it shall be known before the first moment comes.
    pattern.test("");
    pattern.test("\u{1f6a9}");
    return { ok: true, pattern };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

/** The engine repeats the whole pattern before it says what is wrong. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const detail = message.slice(message.lastIndexOf(": ") + 1).trim();
  return `this is no regular expression (${detail})`;
}
