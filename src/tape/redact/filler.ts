// What stands where a secret stood: fillers of the same width in UTF-8 and in UTF-16, so that
// Content-Length, frame lengths and Engine.IO 3 counts stay true, and JSON stays JSON.

import {
  decodeLatin1,
  decodeUtf8,
  encodeLatin1,
  encodeUtf8,
  toHex,
  utf8Length,
} from "../../base/bytes.ts";

/**
 * How the characters of a text stand for those that were counted: as themselves, percent-encoded,
 * as a JavaScript string literal (JSONP), or one character a byte. Within an encoding every encoded
 * character keeps its own width too, for the counts were made before it was encoded.
 */
export type Layer = "plain" | "percent" | "literal" | "bytes";

/** Fillers by width in UTF-8: 1, 2, 3 and 4 bytes. */
const FILLERS = ["*", "*", "\u00b7", "\u2022", "\u{1f512}"] as const;

/** Mostly secrets are ASCII: a run of it is filled at once. */
const ASCII_OR_CODE_POINT = /[\0-\x7f]+|[\s\S]/gu;
const PERCENT_OR_CODE_POINT = /(?:%[0-9a-f]{2})+|[\s\S]/giu;
const ESCAPE_OR_CODE_POINT = /(?:\\u[0-9a-f]{4})+|\\[\0-\x7f]|[\s\S]/giu;

/** The text with every character replaced, as long as before in every way that is counted. */
export function fillText(text: string, layer: Layer): string {
  switch (layer) {
    case "plain":
      return fillPlain(text);
    case "percent":
      return text.replace(
        PERCENT_OR_CODE_POINT,
        (unit) => unit.length >= 3 ? fillPercent(unit) : fillPlain(unit),
      );
    case "literal":
      return text.replace(ESCAPE_OR_CODE_POINT, (unit) => fillEscape(unit));
    case "bytes": {
      const decoded = decodeUtf8(encodeLatin1(text));
      return decoded === undefined
        ? "*".repeat(text.length)
        : decodeLatin1(encodeUtf8(fillPlain(decoded)));
    }
  }
}

function fillPlain(text: string): string {
  return text.replace(ASCII_OR_CODE_POINT, (unit) => {
    const isAscii = unit.charCodeAt(0) < 0x80;
    return isAscii ? "*".repeat(unit.length) : FILLERS[utf8Length(unit)] ?? "*";
  });
}

/** `%C3%A9` (é, one character of two bytes) becomes `%C2%B7` (·). */
function fillPercent(triplets: string): string {
  const bytes = Uint8Array.from(triplets.slice(1).split("%"), (hex) => parseInt(hex, 16));
  const decoded = decodeUtf8(bytes);
  if (decoded === undefined) return "%2A".repeat(bytes.length);
  return toHex(encodeUtf8(fillPlain(decoded))).toUpperCase().replace(/../g, "%$&");
}

/** `\u00e9` becomes `\u00b7`; `\n` becomes `\/`, the one escape that means a harmless character. */
function fillEscape(unit: string): string {
  if (unit.length < 2 || !unit.startsWith("\\")) return fillPlain(unit);
  if (unit.length === 2) return "\\/";
  const decoded = unit.replace(/\\u(....)/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  const filled = fillPlain(decoded);
  let escaped = "";
  for (let index = 0; index < filled.length; index++) {
    escaped += "\\u" + filled.charCodeAt(index).toString(16).padStart(4, "0");
  }
  return escaped;
}

/**
 * A number's place is taken by a string of the same total length, quotes included: `12345` becomes
 * `"***"`, `42` becomes `""`. Where two quotes do not fit (a single digit; quotes escaped several
 * times; encodings in which a quote is longer than it counts) it is taken by 0, 10, 100, ….
 */
export function fillNumber(length: number, quote: string, layer: Layer): string {
  const direct = layer === "plain" || layer === "bytes";
  if (direct && quote !== "" && length >= 2 * quote.length) {
    return quote + "*".repeat(length - 2 * quote.length) + quote;
  }
  return length === 1 ? "0" : "1" + "0".repeat(length - 1);
}
