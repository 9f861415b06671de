// What was thrown may be anything: here it becomes words.

/** What stands behind a caught value, in its own words. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The code of a system's error, as `ENOENT`; empty for what has none. */
export function codeOf(thrown: unknown): string {
  const isCoded = thrown instanceof Error && "code" in thrown && typeof thrown.code === "string";
  return isCoded ? String(thrown.code) : "";
}
