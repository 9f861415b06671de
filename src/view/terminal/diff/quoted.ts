// Text in a command that is there to be copied.

import { printable } from "../event_line.ts";

/** As a shell takes it. */
export function quoted(text: string): string {
  const shown = printable(text);
  return /^[\w@./:-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}
