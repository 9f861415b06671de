// Takes JSONP apart: the script that a server answers (`___eio[0]("…");`) and the form that a client
// posts (`d=…`). The payload inside is taken apart by itself, in its own characters.

import { decodeJsonpBody, decodeJsonpResponse } from "../../protocols/engine_io/jsonp.ts";
import { readStringLiteral } from "../../protocols/engine_io/string_literal.ts";
import { type Anatomy, type Context, Cutter, Findings, type Part } from "./part.ts";
import { textPayloadParts } from "./payload_parts.ts";
import { JSONP_SOURCE } from "./sources.ts";

export interface JsonpParts {
  readonly parts: readonly Part[];
  readonly title: string;
}

const SCRIPT_HEAD = /^\s*___eio\[\d*\]\(\s*(?=["'])/;

export function isJsonpScript(text: string): boolean {
  return SCRIPT_HEAD.test(text);
}

export function isJsonpForm(text: string): boolean {
  return /^d=[^&=\s]*=*(?:&|$)/.test(text);
}

export function scriptParts(text: string, context: Context, findings: Findings): JsonpParts {
  const head = SCRIPT_HEAD.exec(text)?.[0].length ?? 0;
  const { end } = readStringLiteral(text, head);
  const { payload, notes } = decodeJsonpResponse(text);
  for (const note of notes) findings.mistake(note.offset ?? 0, note.text);
  const inside = payloadAnatomy(payload, context);
  const cutter = new Cutter(text);
  cutter.take(head, {
    name: "JSONP call",
    meaning: "the script calls the function that waits for it; j in the URL is its number",
    source: JSONP_SOURCE,
  });
  cutter.take(end, {
    name: "JSONP payload",
    meaning: "the payload as a string of JavaScript; taken apart below",
    source: JSONP_SOURCE,
    inside,
  });
  cutter.take(text.length, { name: "JSONP end", meaning: "ends the call", source: JSONP_SOURCE });
  return { parts: cutter.parts, title: `JSONP answer: ${inside.title}` };
}

export function formParts(text: string, context: Context, findings: Findings): JsonpParts {
  const { payload, notes } = decodeJsonpBody(text);
  for (const note of notes) findings.mistake(note.offset ?? 0, note.text);
  const inside = payloadAnatomy(payload, context);
  const end = text.indexOf("&");
  const cutter = new Cutter(text);
  cutter.take("d=".length, {
    name: "JSONP field",
    meaning: "the form field that JSONP posts the payload in",
    source: JSONP_SOURCE,
  });
  cutter.take(end === -1 ? text.length : end, {
    name: "JSONP payload",
    meaning: "the payload, percent-encoded; taken apart below",
    source: JSONP_SOURCE,
    inside,
  });
  cutter.take(text.length, { name: "other fields", meaning: "fields that nobody reads" });
  return { parts: cutter.parts, title: `JSONP post: ${inside.title}` };
}

function payloadAnatomy(payload: string, context: Context): Anatomy {
  const findings = new Findings();
  const { parts, title } = textPayloadParts(payload, context, findings);
  const { mistakes, remarks } = findings;
  return { input: payload, title, parts, mistakes, remarks };
}
