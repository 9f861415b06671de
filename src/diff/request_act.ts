// What a request says: where it goes and with which query, but for what a transport adds to it.

import type { Value } from "../base/json.ts";
import type { RequestEntry } from "../tape/entry.ts";
import { HIDDEN } from "./mask.ts";

/** Engine.IO's own parameters: how it is carried, and what keeps caches away. */
const TRANSPORT_PARAMETERS: ReadonlySet<string> = new Set(["transport", "sid", "t", "j", "b64"]);

export interface RequestTarget {
  readonly path: string;
  /** By name; a name that comes more than once has a list. */
  readonly query: { readonly [name: string]: Value };
}

/** The target of a request, with marks in the places of secrets. */
export function requestTarget({ url, redacted }: RequestEntry, isEngine: boolean): RequestTarget {
  const marked = markRanges(url, redacted?.url ?? []);
  const [whole = ""] = marked.split("#", 1);
  const question = whole.indexOf("?");
  const path = (question < 0 ? whole : whole.slice(0, question)).replace(/^[a-z]+:\/\/[^/]*/i, "");
  const query = new Map<string, Value>();
  for (const [name, value] of new URLSearchParams(question < 0 ? "" : whole.slice(question + 1))) {
    if (isEngine && TRANSPORT_PARAMETERS.has(name)) continue;
    const known = query.get(name);
    if (known === undefined) query.set(name, value);
    else query.set(name, Array.isArray(known) ? [...known, value] : [known, value]);
  }
  return { path, query: Object.fromEntries(query) };
}

function markRanges(text: string, ranges: readonly (readonly [number, number, string])[]): string {
  let marked = "";
  let position = 0;
  for (const [start, length] of [...ranges].sort((left, right) => left[0] - right[0])) {
    if (start < position) continue;
    marked += text.slice(position, start) + HIDDEN;
    position = start + length;
  }
  return marked + text.slice(position);
}
