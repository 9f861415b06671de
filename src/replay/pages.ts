// HTTP beside the sessions: what was recorded for a request, in the order in which it was answered.
// Who asks once more than was recorded gets the last answer again.

import type { RecordedPage } from "./script.ts";

/** The client has it already, as it said on the tape: a live one may not. */
const NOT_MODIFIED = 304;

export class Pages {
  readonly #pages: readonly RecordedPage[];
  /** How many of a list of answers have been given, by what was asked. */
  readonly #given = new Map<string, number>();

  constructor(pages: readonly RecordedPage[]) {
    this.#pages = pages;
  }

  /** By method, path and query; what was never asked with this query by its path alone. */
  next(method: string, url: string): RecordedPage | undefined {
    const [path = ""] = url.split("?", 1);
    const pages = this.#pages.filter((page) => page.method === method);
    const same = pages.filter((page) => page.url === url);
    const alike = pages.filter((page) => page.path === path);
    // Other queries are unbounded: they are counted together.
    const [asked, found] = same.length > 0 ? [url, same] : [`${path}?…`, alike];
    const answers = found.filter(isAnswer);
    const list = answers.length > 0 ? answers : found;
    const key = `${method} ${asked}`;
    const given = this.#given.get(key) ?? 0;
    if (given < list.length) this.#given.set(key, given + 1);
    return list[Math.min(given, list.length - 1)];
  }
}

function isAnswer({ status, isBodyMissing }: RecordedPage): boolean {
  return status !== NOT_MODIFIED && !isBodyMissing;
}
