// Puts markers in the places of secrets that were hidden on the tape, before decoding: so the
// protocols themselves tell where in an event's arguments the secrets stood.

import type { Entry, RedactedRange } from "../tape/entry.ts";
import { fromBase64, toBase64 } from "../base/bytes.ts";

/** The characters that stand for hidden text and for hidden numbers. */
export interface Markers {
  readonly text: string;
  readonly number: string;
}

/** An entry with markers. */
export interface MarkedEntry {
  readonly entry: Entry;
  readonly markers: Markers;
}

/** Private use characters: hardly ever sent, and one UTF-16 unit each, as counts want it. */
const FIRST_MARKER = 0xe000;
const LAST_MARKER = 0xf8fe;

/** Undefined where nothing of what was said was hidden. */
export function markHidden(entry: Entry): MarkedEntry | undefined {
  if (entry.kind !== "message" && entry.kind !== "request" && entry.kind !== "response") {
    return undefined;
  }
  const { redacted, text, base64 } = entry;
  if (text !== undefined && redacted?.text !== undefined) {
    const markers = markersFor(text);
    return { entry: { ...entry, text: markText(text, redacted.text, markers) }, markers };
  }
  if (base64 !== undefined && redacted?.base64 !== undefined) {
    const bytes = fromBase64(base64);
    if (bytes === undefined) return undefined;
    const { marked, marker } = markBytes(bytes, redacted.base64);
    return {
      entry: { ...entry, base64: toBase64(marked) },
      markers: { text: marker, number: marker },
    };
  }
  return undefined;
}

/** Two characters that the text does not have. */
function markersFor(text: string): Markers {
  const free: string[] = [];
  for (let code = FIRST_MARKER; code <= LAST_MARKER && free.length < 2; code++) {
    const character = String.fromCharCode(code);
    if (!text.includes(character)) free.push(character);
  }
  const [first = "\ue000", second = "\ue001"] = free;
  return { text: first, number: second };
}

function markText(text: string, ranges: readonly RedactedRange[], markers: Markers): string {
  const isForm = text.startsWith("d=");
  const isCounted = /^\d+:/.test(text);
  let marked = "";
  let position = 0;
  for (const [start, length] of [...ranges].sort((left, right) => left[0] - right[0])) {
    if (start < position) continue;
    const filler = text.slice(start, start + length);
    marked += text.slice(position, start) + markRange(filler, markers, isForm, isCounted);
    position = start + length;
  }
  return marked + text.slice(position);
}

/** What fills a number's place: a string of its length with its quotes, or else digits. */
const NUMBER_FILLER = /^(?:"\**"|0|10*)$/;

function markRange(
  filler: string,
  markers: Markers,
  isForm: boolean,
  isCounted: boolean,
): string {
  if (NUMBER_FILLER.test(filler)) {
    // Where packets are counted nothing may grow: the shortest numbers keep their filler there.
    if (isCounted && filler.length < 3) return filler;
    return `"${markers.number.repeat(Math.max(1, filler.length - 2))}"`;
  }
  return markers.text.repeat(isForm ? decodedLength(filler) : filler.length);
}

/** In a form every character may be several. */
function decodedLength(encoded: string): number {
  try {
    return decodeURIComponent(encoded).length;
  } catch {
    return encoded.length;
  }
}

function markBytes(
  bytes: Uint8Array,
  ranges: readonly RedactedRange[],
): { readonly marked: Uint8Array; readonly marker: string } {
  let code = 1;
  while (code < 8 && bytes.includes(code)) code++;
  const marked = new Uint8Array(bytes);
  for (const [start, length] of ranges) marked.fill(code, start, start + length);
  return { marked, marker: String.fromCharCode(code) };
}
