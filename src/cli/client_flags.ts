// What our own clients are told to send, as it is typed: `--query K=V`, `--header K:V`, `--auth JSON`
// and the URL to go to. Values are never quoted in messages: they may well be secrets.

import { isJsonObject, type JsonObject, parseJson } from "../base/json.ts";
import { UsageError } from "./usage_error.ts";

/** RFC 9110, sections 5.1 and 5.5. */
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

export function readPairs(
  written: readonly string[],
  separator: string,
  flag: string,
): Readonly<Record<string, string>> {
  const pairs = written.map((pair, index) => {
    const at = pair.indexOf(separator);
    if (at > 0) return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    const which = written.length === 1 ? flag : `${flag} number ${index + 1}`;
    throw new UsageError(`Cannot read ${which}: there is no "${separator}" in it`);
  });
  return Object.fromEntries(pairs);
}

export function readHeaders(written: readonly string[]): Readonly<Record<string, string>> {
  const headers = readPairs(written, ":", "--header");
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() === "host") {
      throw new UsageError('Cannot send the header "Host": it is the target\'s own');
    }
    if (HEADER_NAME.test(name) && HEADER_VALUE.test(value)) continue;
    throw new UsageError(`Cannot send the header "${name}": no header may have these characters`);
  }
  return headers;
}

export function readAuth(text: string): JsonObject {
  const parsed = parseJson(text);
  if (parsed.ok && isJsonObject(parsed.value)) return parsed.value;
  throw new UsageError(
    "Cannot read --auth: it is no JSON object",
    `Write it like --auth '{"token":"…"}'`,
  );
}
