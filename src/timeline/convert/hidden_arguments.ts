// Which arguments of an event were hidden, from what its raw line lists: a range of the raw text whose
// filler stands in an argument as well is a hidden part of that argument.

import { isJsonObject, type JsonValue } from "../../base/json.ts";
import type { Redacted, RedactedRange, TapeLine } from "../../tape/entry.ts";
import { memberPath } from "../../tape/redact/argument_paths.ts";
import { payloadOf } from "../content.ts";
import { isCarrying } from "./with_content.ts";

/** What hides a character, see `filler.ts`. */
const FILLER = /[*\u00b7\u2022\u{1f512}]+/gu;

/** Undefined when nothing of them is hidden. Fillers of other lengths than listed ones are data. */
export function hiddenArguments(
  args: readonly JsonValue[],
  raw: TapeLine,
): Redacted | undefined {
  if (!raw.known || !isCarrying(raw.entry)) return undefined;
  const listed = raw.entry.redacted?.text ?? raw.entry.redacted?.base64 ?? [];
  if (listed.length === 0) return undefined;
  const payload = payloadOf(raw.entry);
  const hashes = new Map<string, string>();
  for (const [start, length, hash] of listed) {
    const part = payload.slice(start, start + length);
    const text = typeof part === "string" ? part : new TextDecoder().decode(part);
    hashes.set(text.replaceAll('"', ""), hash);
  }
  const redacted: { [field: string]: readonly RedactedRange[] } = {};
  const visit = (path: string, value: JsonValue): void => {
    if (typeof value === "string") {
      const ranges = [...value.matchAll(FILLER)].flatMap(({ 0: filler, index }) => {
        const hash = hashes.get(filler);
        return hash === undefined ? [] : [[index, filler.length, hash] as const];
      });
      if (ranges.length > 0) redacted[path] = ranges;
    } else if (isJsonObject(value)) {
      for (const [key, item] of Object.entries(value)) visit(memberPath(path, key), item);
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => visit(`${path}[${index}]`, item));
    }
  };
  args.forEach((item, index) => visit(`args[${index}]`, item));
  return Object.keys(redacted).length === 0 ? undefined : redacted;
}
