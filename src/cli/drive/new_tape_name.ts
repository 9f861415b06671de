// What the new tape is called when nobody says. It is known before it is made: it is compared with the
// old one by its name.

import { existsSync } from "node:fs";
import type { Redactor } from "../../tape/redact/redactor.ts";
import type { Host } from "../host.ts";
import { defaultTapeName } from "../recording/tape_name.ts";

/** A name that is taken (two sessions in one second) gets a number. */
export function newTapeName(startedAt: Date, target: URL, redactor: Redactor, host: Host): string {
  const shown = new URL(redactor.redactText(target.href).text);
  const first = defaultTapeName(startedAt, shown);
  let name = first;
  for (let number = 2; existsSync(host.resolvePath(name)); number++) {
    name = first.replace(/\.ndjson$/, `-${number}.ndjson`);
  }
  return name;
}
