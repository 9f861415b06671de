// Parameters of queries that are called as a path's last key: `$.userId` means `?userId=19` as well.

import type { Path } from "../filter/path.ts";

const LAST_KEY = /(?:\.([A-Za-z_][\w-]*)|\["([^"\\]+)"\])$/;

/** Finds such a parameter: what stands before its value, and the value. */
export function parameterPattern(paths: readonly Path[]): RegExp | undefined {
  const names = paths.flatMap(({ text }) => {
    const [, plain, quoted] = LAST_KEY.exec(text) ?? [];
    const name = plain ?? quoted;
    return name === undefined ? [] : [RegExp.escape(name)];
  });
  if (names.length === 0) return undefined;
  // Some write JSON with the `&` escaped.
  const start = String.raw`(?:[?&]|\\u0026)(?:${names.join("|")})=`;
  return new RegExp(String.raw`(${start})([^&#\s"'\\<>]+)`, "g");
}
