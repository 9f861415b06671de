// Hides more on a tape than was hidden when it was recorded.

import type { TapeLine } from "../../tape/entry.ts";
import type { Redactor } from "../../tape/redact/redactor.ts";

export async function* redactAgain(
  lines: AsyncIterable<TapeLine>,
  redactor: Redactor,
): AsyncGenerator<TapeLine> {
  for await (const line of lines) {
    if (!line.known) {
      yield line;
      continue;
    }
    const entry = redactor.redactEntry(line.entry);
    yield entry === line.entry ? line : { ...line, entry };
    redactor.takeNotes();
  }
}
