// Where hidden values stand in the JSON of an entry: the tape names them by path (`args[0].token`),
// what is drawn needs their places in the text.

import type { Redacted } from "../../../tape/entry.ts";
import { memberPath } from "../../../tape/redact/argument_paths.ts";
import { scanJson } from "../../../timeline/anatomy/scan_json.ts";
import type { HiddenRange } from "../visible_text.ts";

/** The ranges in characters of the text, which is an entry as JSON. */
export function hiddenInJson(text: string, redacted: Redacted | undefined): readonly HiddenRange[] {
  return redacted === undefined ? [] : rangesIn(text, 0, text.length, "", redacted);
}

function rangesIn(
  text: string,
  start: number,
  end: number,
  path: string,
  redacted: Redacted,
): readonly HiddenRange[] {
  const own = redacted[path];
  const isString = text.charAt(start) === '"';
  if (own !== undefined && isString) {
    const content = text.slice(start + 1, end - 1);
    // Escapes make characters longer than they are counted: then all of it is marked.
    if (content.includes("\\")) return [[start + 1, content.length]];
    return own.map(([from, length]): HiddenRange => [start + 1 + from, length]);
  }
  const scanned = scanJson(text, start, end);
  if (!scanned.ok) return [];
  return scanned.items.flatMap((item, index) => {
    const key = item.key === undefined ? undefined : keyAt(text, item.key.start, item.key.end);
    const inner = key === undefined
      ? `${path}[${index}]`
      : path === ""
      ? key
      : memberPath(path, key);
    return rangesIn(text, item.start, item.end, inner, redacted);
  });
}

function keyAt(text: string, start: number, end: number): string {
  return String(JSON.parse(text.slice(start, end)));
}
