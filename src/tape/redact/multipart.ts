// Forms of several parts (multipart/form-data, RFC 7578): the name of a field stands in the head of
// its part, the value in lines of its own behind it. They are known by their shape, since a body may
// be torn and a boundary is told in another place: a delimiter line, headers, an empty line.

import { formDecode } from "./decode.ts";
import { schemeLength } from "./header_value.ts";
import type { Hit } from "./hit.ts";
import type { Rules } from "./rules.ts";
import type { View } from "./view.ts";

/**
 * A delimiter line, the part's headers (which may be folded), and the empty line behind them, all
 * ended alike (RFC 2046, section 5.1.1). A boundary ends in no white space, so that what follows it
 * is read once, and not once for each of its lengths. Real parts have up to four headers: a limit
 * keeps text that is nothing but such lines from being read over and over.
 */
const PART_HEAD =
  /(?<=^|\n)--([^\r\n]{0,199}[^ \t\r\n])[ \t]*(\r?\n)((?:[^\s:]{1,100}:[^\r\n]*\2(?:[ \t][^\r\n]*\2){0,8}){1,16})\2/g;

const DISPOSITION =
  /(?:^|\n)content-disposition:\s*form-data\s*(;[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/i;

/** `; name="…"`: quoted strings may have escaped quotes in them, and semicolons. */
const PARAMETER = /;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\r\n]*))/g;

/** What may stand behind a boundary on its line: the mark of the last delimiter, white space. */
const LINE_END = /(?:--)?[ \t]*(?:\r?\n|$)/y;

/** The values of secret fields in forms of several parts. */
export function scanMultipart(view: View, rules: Rules): readonly Hit[] {
  const { text } = view;
  // The cheap first look: nearly nothing has this in it.
  if (!text.includes("orm-data") && !text.includes("ORM-DATA")) return [];
  const hits: Hit[] = [];
  let hiddenUntil = 0;
  for (const match of text.matchAll(PART_HEAD)) {
    // A form within a hidden value is hidden.
    if (match.index < hiddenUntil) continue;
    const [head, boundary = "", newline = "", headers = ""] = match;
    const name = namesIn(headers).find((one) => isSecret(one, rules));
    if (name === undefined) continue;
    const start = match.index + head.length;
    const end = endOfPart(text, start, boundary, newline);
    hiddenUntil = end;
    const value = text.slice(start, end);
    const scheme = schemeLength(name, value);
    const hit = view.hit(start + scheme, end, value.slice(scheme));
    if (hit !== undefined) hits.push(hit);
  }
  return hits;
}

/** Mostly it is one; whoever reads the form may take the first of two or the last. */
function namesIn(headers: string): readonly string[] {
  const parameters = DISPOSITION.exec(headers)?.[1] ?? "";
  const names: string[] = [];
  for (const [, key = "", quoted, bare = ""] of parameters.matchAll(PARAMETER)) {
    if (key.toLowerCase() === "name") names.push(quoted ?? bare.trim());
  }
  return names;
}

function isSecret(name: string, rules: Rules): boolean {
  return rules.names.isSecret(name) || name.includes("%") && rules.names.isSecret(formDecode(name));
}

/** Before the line break of the next delimiter line; where the form is cut off, to the end. */
function endOfPart(text: string, start: number, boundary: string, newline: string): number {
  const delimiter = `${newline}--${boundary}`;
  // The empty line's own break may be that of the delimiter: then there is no value.
  let end = text.indexOf(delimiter, start - newline.length);
  while (end !== -1 && !isLineEnd(text, end + delimiter.length)) {
    end = text.indexOf(delimiter, end + 1);
  }
  return end === -1 ? text.length : end;
}

function isLineEnd(text: string, start: number): boolean {
  LINE_END.lastIndex = start;
  return LINE_END.test(text);
}
