// Looking things up in HTTP header fields, which stand in a list as they were sent.

import type { Header } from "./events.ts";

/** The values of all fields of this name, in order. */
export function headerValues(headers: readonly Header[], name: string): readonly string[] {
  const wanted = name.toLowerCase();
  const values: string[] = [];
  for (const [key, value] of headers) {
    if (key.length === wanted.length && key.toLowerCase() === wanted) values.push(value);
  }
  return values;
}

/** The first field of this name. */
export function headerValue(headers: readonly Header[], name: string): string | undefined {
  return headerValues(headers, name)[0];
}

/** The comma-separated members of all fields of this name, in lower case (RFC 9110, 5.6.1). */
export function headerTokens(headers: readonly Header[], name: string): readonly string[] {
  return headerValues(headers, name)
    .flatMap((value) => value.split(","))
    .map((member) => member.trim().toLowerCase())
    .filter((member) => member !== "");
}
