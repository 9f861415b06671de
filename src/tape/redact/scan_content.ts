// Looks for secrets in what a message or body carries as text: packets of polling bodies, packets in
// base64, JSONP both ways, forms of several parts. Anything else is scanned as it stands.

import { fromBase64, toBase64 } from "../../base/bytes.ts";
import { type Hit, mergeHits } from "./hit.ts";
import { scanLevels } from "./levels.ts";
import { scanMultipart } from "./multipart.ts";
import type { Rules } from "./rules.ts";
import { replaceBytes, scanBytes } from "./scan_bytes.ts";
import { base64Start, jsonpAnswer, jsonpForm, splitPackets } from "./segments.ts";
import { View } from "./view.ts";

/** How content begins that the first look at the text cannot see into. */
const PACKED = /^(?:b|d=|\/\*\*\/|___eio|\d+:)/;

/** The secrets of a message or body, merged and sorted. */
export function scanContent(text: string, rules: Rules): readonly Hit[] {
  if (!rules.mayHide(text) && !isPacked(text)) return [];
  return mergeHits(scanCarried(View.of(text, "plain"), rules));
}

function isPacked(text: string): boolean {
  return PACKED.test(text) || text.includes("\x1eb");
}

function scanCarried(view: View, rules: Rules): readonly Hit[] {
  const answer = jsonpAnswer(view.text);
  if (answer !== undefined) {
    const literal = view.slice(answer.start, answer.end).within("literal");
    return scanPackets(literal.unescaped() ?? literal, rules);
  }
  const form = jsonpForm(view.text);
  if (form !== undefined) {
    const value = view.slice(form.start, form.end).within("percent");
    return [
      ...scanPackets(value.percentDecoded() ?? value, rules),
      ...scanLevels(view.slice(form.end, view.text.length), rules),
    ];
  }
  return [...scanPackets(view, rules), ...scanMultipart(view, rules)];
}

function scanPackets(view: View, rules: Rules): readonly Hit[] {
  const hits: Hit[] = [];
  for (const { start, end } of splitPackets(view.text)) {
    const packet = view.text.slice(start, end);
    const base64 = base64Start(packet);
    const found = base64 !== undefined
      ? scanBase64(view, start + base64, end, rules)
      : rules.mayHide(packet)
      ? scanLevels(view.slice(start, end), rules)
      : [];
    for (const hit of found) hits.push(hit);
  }
  return hits;
}

/** Bytes are hidden before they become base64 again; the hits are the characters that change. */
function scanBase64(view: View, start: number, end: number, rules: Rules): readonly Hit[] {
  const text = view.text.slice(start, end);
  const usable = text.length % 4 === 1 ? text.slice(0, -1) : text;
  const bytes = fromBase64(usable);
  if (bytes === undefined) return [];
  const found = scanBytes(bytes, rules);
  const encoded = toBase64(replaceBytes(bytes, found));
  return found.map((hit) => {
    const from = Math.floor((hit.start * 4) / 3);
    const to = Math.ceil((hit.end * 4) / 3);
    const characters = encoded.slice(from, to);
    const replaced = view.hitReplaced(start + from, start + to, hit.secret, characters);
    return hit.jwt === undefined ? replaced : { ...replaced, jwt: hit.jwt };
  });
}

/** Packets in base64 that a log line quotes. */
// deno-lint-ignore no-control-regex
const QUOTED_PACKET = /(?<=[\s":\x1e])b[A-Za-z0-9+/]{15,}={0,2}/g;

/** The secrets of a log line, merged and sorted: it may quote whole polling bodies. */
export function scanLog(text: string, rules: Rules): readonly Hit[] {
  const view = View.of(text, "plain");
  const hits = [...scanLevels(view, rules)];
  for (const { 0: packet, index } of text.matchAll(QUOTED_PACKET)) {
    const start = index + (base64Start(packet) ?? packet.length);
    hits.push(...scanBase64(view, start, index + packet.length, rules));
  }
  return mergeHits(hits);
}
