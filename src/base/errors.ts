// What was thrown may be anything: here it becomes words.

/** What stands behind a caught value, in its own words. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
