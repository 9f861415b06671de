// HTTP field lines, in heads and trailers, read tolerantly (RFC 9112, section 5): order, case and
// duplicates stay, oddities are told.

import type { Header } from "./events.ts";

/** Something odd about an element whose position its reader knows. */
export interface Problem {
  /** The rule without its area: `bare-lf`. */
  readonly rule: string;
  readonly text: string;
}

export interface Fields {
  readonly headers: readonly Header[];
  readonly problems: readonly Problem[];
}

/** RFC 9110, section 5.6.2 */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const OUTER_SPACE = /^[ \t]+|[ \t]+$/g;

/** The lines of a section without its closing empty line. */
export function splitLines(section: string): readonly string[] {
  const lines = section.split("\n");
  lines.pop();
  return lines.map((line) => line.endsWith("\r") ? line.slice(0, -1) : line);
}

/** Whether a line ended in a bare LF (RFC 9112, section 2.2). */
export function hasBareLf(section: string): boolean {
  return /(?:^|[^\r])\n/.test(section);
}

export function parseFields(lines: readonly string[]): Fields {
  const headers: [name: string, value: string][] = [];
  const problems: Problem[] = [];
  for (const line of lines) {
    const previous = headers[headers.length - 1];
    const folded = line.startsWith(" ") || line.startsWith("\t");
    if (folded && previous !== undefined) {
      // obs-fold, RFC 9112, section 5.2
      previous[1] = `${previous[1]} ${trimSpace(line)}`;
      problems.push({ rule: "header-folded", text: `Header "${previous[0]}" is folded` });
      continue;
    }
    const colon = line.indexOf(":");
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : trimSpace(line.slice(colon + 1));
    if (colon === -1 || !TOKEN.test(name)) {
      problems.push({
        rule: "header-malformed",
        text: `Header line "${shorten(line)}" is not "name: value"`,
      });
    }
    headers.push([name, value]);
  }
  return { headers, problems };
}

/** Enough of a peer's text to recognise it in a note. */
export function shorten(text: string, most: number = 80): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}

function trimSpace(text: string): string {
  return text.replace(OUTER_SPACE, "");
}
