// What a server says when it refuses, as one short line: an error page by its title, or else by its
// text without the tags.

import { cut, printable } from "../../view/terminal/event_line.ts";

/** How much of it is shown. */
const MAX_SAID_LENGTH = 200;

/** How much of a page is looked at: what it says stands near its beginning. */
const MAX_LOOKED_AT = 8192;

const PAGE = /^\s*<[!a-z]/i;
const TITLE = /<title[^>]*>([^<]*)/i;
const UNSAID = /<(script|style)\b[^]*?(?:<\/\1>|$)/gi;
const TAG = /<[^>]*(?:>|$)/g;
const ENTITY = /&(amp|lt|gt|quot|nbsp|#39);/g;
const CHARACTERS: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: " ",
  "#39": "'",
};

export function saidText(body: string): string {
  const text = body.slice(0, MAX_LOOKED_AT);
  return cut(printable(oneLine(PAGE.test(text) ? pageText(text) : text)), MAX_SAID_LENGTH);
}

function pageText(page: string): string {
  const title = oneLine(TITLE.exec(page)?.[1] ?? "");
  const text = title === "" ? page.replace(UNSAID, " ").replace(TAG, " ") : title;
  return text.replace(ENTITY, (_, name: string) => CHARACTERS[name] ?? "");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
