// What the line of an event is made of: when it was, its arguments, and how they are cut. Short
// enough for the eye; the tape has it whole.

import type { Value } from "../../base/json.ts";
import { cutEnd, isNarrow } from "./text_width.ts";
import { STEERING } from "./visible_text.ts";

/** Seconds since the start in a fixed width: `   12.006 s`. */
export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(3).padStart(9)} s`;
}

/** Arguments as one line of JSON, binary as its size, without quotes: `{"photo":<7 bytes>}`. */
export function formatArgs(args: readonly Value[]): string {
  return args.map(formatArg).join(" ");
}

function formatArg(value: Value): string {
  const text = JSON.stringify(value, shortBinary) ?? "undefined";
  return text.includes(MARK) ? text.replace(STRING, unmarked) : text;
}

/** What begins with this is a size, or text of a peer that began with it: that is doubled. */
const MARK = "\ue000";

/** A string of JSON, and whether it is a member's name. */
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"(:?)/g;

function unmarked(string: string, colon: string): string {
  if (colon !== "" || string[1] !== MARK) return string;
  return string[2] === MARK ? `"${string.slice(2)}` : string.slice(2, -1);
}

/** Binary as it is, or as it stands on a tape: `{"$binary":{"bytes":6,…}}`. */
function shortBinary(_key: string, value: unknown): unknown {
  if (typeof value === "string") return value.startsWith(MARK) ? MARK + value : value;
  if (value instanceof Uint8Array) return `${MARK}<${value.length} bytes>`;
  if (typeof value !== "object" || value === null || !("$binary" in value)) return value;
  const binary = value.$binary;
  const isBinary = typeof binary === "object" && binary !== null && "bytes" in binary;
  return isBinary ? `${MARK}<${binary.bytes} bytes>` : value;
}

/** The text in at most so many columns of the screen, an ellipsis for what is missing. */
export function cut(text: string, columns: number): string {
  if (columns <= 0) return "";
  // Most text is as wide as it is long: nothing to measure.
  if (isNarrow(text.length <= columns ? text : text.slice(0, columns))) {
    return text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;
  }
  return cutEnd(text, columns);
}

/** Text from a peer without what would steer the terminal: `\\x1b` for the escape character. */
export function printable(text: string): string {
  return text.replace(STEERING, (character) => {
    const digits = character.charCodeAt(0).toString(16);
    return digits.length <= 2 ? `\\x${digits.padStart(2, "0")}` : `\\u${digits.padStart(4, "0")}`;
  });
}
