// A head taken apart into its lines and put together again without losing a byte: every line keeps
// its case, its spaces and its line end. Only the value of one that is asked for is replaced.

import type { Header } from "../wire/events.ts";

export interface HeadLines {
  /** The first line, with empty lines that came before it. */
  readonly start: string;
  /** The field lines, each with its line end and the lines that it is folded over. */
  readonly fields: readonly string[];
  /** The empty line that ends the head. */
  readonly end: string;
}

const FIELD = /^([^:]*:[ \t]*)[^]*?(\r?\n?)$/;

/** Takes a whole head apart, its closing empty line included. */
export function splitHead(text: string): HeadLines {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const first = lines.findIndex((line) => !/^\r*\n?$/.test(line));
  const fields: string[] = [];
  for (const line of lines.slice(first + 1, -1)) {
    const isFolded = /^[ \t]/.test(line) && fields.length > 0;
    if (isFolded) fields.push(`${fields.pop()}${line}`);
    else fields.push(line);
  }
  return { start: lines.slice(0, first + 1).join(""), fields, end: lines.at(-1) ?? "" };
}

export function joinHead({ start, fields, end }: HeadLines): string {
  return start + fields.join("") + end;
}

/** In lower case; the empty string for a line without a colon. */
export function fieldName(field: string): string {
  return field.slice(0, Math.max(field.indexOf(":"), 0)).toLowerCase();
}

/** Without the spaces around it; a folded one in one line. */
export function fieldValue(field: string): string {
  return field.slice(field.indexOf(":") + 1).replace(/\r?\n[ \t]+/g, " ").trim();
}

/** The same line with another value. */
export function withValue(field: string, value: string): string {
  return field.replace(FIELD, (_field, name: string, end: string) => name + value + end);
}

/** A new field line that ends as the head's other lines do. */
export function newField({ end }: HeadLines, name: string, value: string): string {
  return `${name}: ${value}${end}`;
}

/** The fields as the parser has them. */
export function headersOf({ fields }: HeadLines): readonly Header[] {
  return fields.map((field) => [fieldName(field), fieldValue(field)]);
}
