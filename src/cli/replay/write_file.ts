// Writes a report where the user wants it.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export function writeFile(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (cause) {
    throw new Error(`Cannot write "${path}"`, { cause });
  }
}
