// JSON with line breaks, made from its text and not from its value: numbers stay as they were
// written, and what was hidden is known by its place.

import { scanJson } from "../../../timeline/anatomy/scan_json.ts";
import { textWidth } from "../text_width.ts";
import { type HiddenRange, visibleText } from "../visible_text.ts";

export interface PrettyOptions {
  readonly columns: number;
  readonly hidden: readonly HiddenRange[];
}

/** What is nested deeper than this stays on one line. */
const MAX_DEPTH = 40;

/** The JSON from `start` to `end`; text that is none comes back as it can be shown. */
export function prettyJson(
  text: string,
  start: number,
  end: number,
  options: PrettyOptions,
): readonly string[] {
  return prettyLines(text, start, end, 0, options.columns, options);
}

function prettyLines(
  text: string,
  start: number,
  end: number,
  depth: number,
  columns: number,
  options: PrettyOptions,
): readonly string[] {
  const scanned = scanJson(text, start, end);
  const flat = visibleText(text.slice(start, end), options.hidden, start);
  if (!scanned.ok || scanned.items.length === 0 || depth > MAX_DEPTH) return [flat.trim()];
  const inline = end - start > 2 * options.columns
    ? undefined
    : inlineText(text, start, end, options);
  if (inline !== undefined && textWidth(inline) <= columns) return [inline];
  const [open, close] = text.charAt(scanned.start) === "[" ? ["[", "]"] : ["{", "}"];
  const inner = scanned.items.flatMap((item, index) => {
    const key = item.key === undefined
      ? ""
      : `${
        visibleText(text.slice(item.key.start, item.key.end), options.hidden, item.key.start)
      }: `;
    const [first = "", ...rest] = prettyLines(
      text,
      item.start,
      item.end,
      depth + 1,
      // Set in by two, behind its key, before a comma.
      columns - 3 - textWidth(key),
      options,
    );
    const lines = [`${key}${first}`, ...rest];
    const comma = index === scanned.items.length - 1 ? "" : ",";
    return lines.map((line, row) => `  ${line}${row === lines.length - 1 ? comma : ""}`);
  });
  return [open, ...inner, close];
}

function inlineText(text: string, start: number, end: number, options: PrettyOptions): string {
  const scanned = scanJson(text, start, end);
  const shown = (from: number, to: number): string =>
    visibleText(text.slice(from, to), options.hidden, from);
  if (!scanned.ok || scanned.items.length === 0) return shown(start, end).trim();
  const [open, close] = text.charAt(scanned.start) === "[" ? ["[", "]"] : ["{ ", " }"];
  const items = scanned.items.map(({ key, start: from, end: to }) => {
    const value = inlineText(text, from, to, options);
    return key === undefined ? value : `${shown(key.start, key.end)}: ${value}`;
  });
  return `${open}${items.join(", ")}${close}`;
}
