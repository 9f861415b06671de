// Bytes as hexadecimal and as text, sixteen a line; hidden ones are marked, never shown.

import { HIDDEN_MARK, type HiddenRange } from "../visible_text.ts";
import type { Drawing } from "./input.ts";

/** How many bytes are dumped, unless everything is asked for. */
export const MAX_DUMP_BYTES = 256;

/** A line of sixteen bytes takes 78 columns. */
const WIDE_COLUMNS = 78;

/** `hidden` counts in bytes. */
export function dumpLines(
  bytes: Uint8Array,
  hidden: readonly HiddenRange[],
  { columns, full, paint }: Drawing,
): readonly string[] {
  const perLine = columns < WIDE_COLUMNS ? 8 : 16;
  const end = full ? bytes.length : Math.min(bytes.length, MAX_DUMP_BYTES);
  const lines: string[] = [];
  for (let at = 0; at < end; at += perLine) {
    lines.push(dumpLine(bytes.subarray(0, end), at, perLine, hidden));
  }
  const left = bytes.length - end;
  return left === 0 ? lines : [...lines, paint("dim", `+${left} more bytes: --full shows them`)];
}

function dumpLine(
  bytes: Uint8Array,
  start: number,
  perLine: number,
  hidden: readonly HiddenRange[],
): string {
  let digits = "";
  let text = "";
  for (let at = start; at < start + perLine; at++) {
    const byte = bytes[at];
    const isHidden = byte !== undefined &&
      hidden.some(([from, length]) => at >= from && at < from + length);
    digits += at === start + 8 ? "  " : " ";
    digits += byte === undefined ? "  " : isHidden ? HIDDEN_MARK.repeat(2) : hex(byte, 2);
    if (byte !== undefined) text += isHidden ? HIDDEN_MARK : letterOf(byte);
  }
  return `${hex(start, 8)} ${digits}  ${text}`;
}

function letterOf(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}
