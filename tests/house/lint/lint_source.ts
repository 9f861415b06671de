// Runs one house rule over a source that is written into a test, and says what it found where.

import plugin from "./plugin.ts";

export interface Finding {
  /** The text that the finding points at. */
  readonly at: string;
  readonly start: number;
  readonly message: string;
}

/** What the rule finds in a file of this path and source. */
export function lintSource(
  rule: keyof typeof plugin.rules,
  path: string,
  source: string,
): readonly Finding[] {
  const found = Deno.lint.runPlugin(
    { name: plugin.name, rules: { [rule]: plugin.rules[rule] } },
    path,
    source,
  );
  return found.map(({ range: [start, end], message }) => ({
    at: source.slice(start, end),
    start,
    message,
  }));
}
