// `--query K=V` and `--header K:V` as they are typed. Values are never quoted in messages: they may
// well be secrets.

import { UsageError } from "../usage_error.ts";

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
