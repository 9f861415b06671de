// The origin of a page, as users type it after `--allow-origin` and `--cors`.

/** As browsers send it: no path, no slash at the end. Undefined when it is none. */
export function originIn(typed: string): string | undefined {
  const url = URL.parse(typed);
  if (url === null || url.origin === "null") return undefined;
  return url.pathname === "/" && url.search === "" ? url.origin : undefined;
}
