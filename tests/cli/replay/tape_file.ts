// Where a shipped tape lies.

import { join } from "node:path";
import { root } from "../../house/tree.ts";

export function tapeFile(name: string): string {
  return join(root, "fixtures", "tapes", `${name}.ndjson`);
}
