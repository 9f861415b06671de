// JSONP, the oldest polling: payloads come as a script that calls `___eio[j]("…")` and go as a form
// field `d`. Scripts are read as a browser would run them, since not every server writes JSON.

import { unescape } from "node:querystring";
import type { Note } from "../../base/note.ts";
import { readStringLiteral } from "./string_literal.ts";

export interface JsonpPayload {
  /** The payload inside; everything there was when the wrapping could not be read. */
  readonly payload: string;
  readonly notes: readonly Note[];
}

/** `j` is the callback's index from the request's query. */
export function encodeJsonpResponse(payload: string, j: string): string {
  const literal = JSON.stringify(payload)
    // JSON that was no JavaScript before ES2019.
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
  return `___eio[${j.replaceAll(/[^0-9]/g, "")}](${literal});`;
}

export function decodeJsonpResponse(script: string): JsonpPayload {
  const head = /^\s*___eio\[\d*\]\(\s*(?=["'])/.exec(script);
  if (head === null) return unreadable(script, 'no "___eio[…](" at its start');
  const literal = readStringLiteral(script, head[0].length);
  const notes: Note[] = [...literal.notes];
  const tail = script.slice(literal.end);
  if (!/^\)\s*;?$/.test(tail.trim())) {
    notes.push(jsonpNote(`Script ends in ${JSON.stringify(tail)}, expected ");"`, literal.end));
  }
  return { payload: literal.value, notes };
}

export function encodeJsonpBody(payload: string): string {
  return new URLSearchParams([["d", escapeNewlines(payload)]]).toString();
}

export function decodeJsonpBody(body: string): JsonpPayload {
  const fields = body.split("&");
  const field = fields.find((candidate) => candidate.startsWith("d="));
  if (field === undefined) return unreadable(body, 'no form field "d"');
  const notes: Note[] = [];
  if (fields.length > 1) {
    const others = fields.filter((other) => other !== field).join("&");
    notes.push(jsonpNote(`Form has more than the field "d": ${JSON.stringify(others)}`));
  }
  const encoded = field.slice("d=".length).replaceAll("+", " ");
  // A browser sends line ends of a text area as CR LF; the real ones were escaped before.
  return { payload: unescapeNewlines(decodePercents(encoded, notes)), notes };
}

/** Browsers change line ends in forms, so clients send `\n` as `\\n` and `\\n` as `\\\\n`. */
function escapeNewlines(payload: string): string {
  return payload.replaceAll("\\n", "\\\n").replaceAll("\n", "\\n");
}

function unescapeNewlines(text: string): string {
  return text
    .replaceAll(/(\\)?\\n/g, (match, slash) => slash === undefined ? "\n" : match)
    .replaceAll("\\\\n", "\\n");
}

function decodePercents(encoded: string, notes: Note[]): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    notes.push(jsonpNote('The form field "d" has percent escapes that are not UTF-8'));
    return unescape(encoded);
  }
}

function unreadable(text: string, reason: string): JsonpPayload {
  return { payload: text, notes: [jsonpNote(`Not JSONP, read as a plain payload: ${reason}`)] };
}

function jsonpNote(text: string, offset?: number): Note {
  return { rule: "engine.io/jsonp", text, ...(offset === undefined ? {} : { offset }) };
}
