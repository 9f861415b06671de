// What the user gave to explain: text as it is, or the bytes that hexadecimal or base64 stand for.
// What was guessed is said.

import { decodeUtf8, fromBase64, type Payload } from "../../base/bytes.ts";
import { anatomyOf } from "../../timeline/anatomy/anatomy.ts";
import type { AnatomyOptions } from "../../timeline/anatomy/part.ts";
import { UsageError } from "../usage_error.ts";
import type { Spelling } from "./flags.ts";

export interface ReadInput {
  readonly input: Payload;
  /** What was done to what the user wrote. */
  readonly remarks: readonly string[];
}

/** How much is read from stdin. */
export const MAX_INPUT_BYTES = 16 * 1024 * 1024;

/** `options` decide whether text makes sense as it stands. */
export function readWritten(
  written: string,
  spelling: Spelling | undefined,
  options: AnatomyOptions,
): ReadInput {
  switch (spelling) {
    case "text":
      return { input: written, remarks: [] };
    case "hex":
    case "base64":
      return readBytes(written, spelling);
    case undefined:
      return guess(written, options);
  }
}

/** Text without the line's end that an editor or `echo` put behind it, or else the bytes. */
export function readStdin(
  bytes: Uint8Array,
  spelling: Spelling | undefined,
  options: AnatomyOptions,
): ReadInput {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { input: bytes, remarks: [] };
  return readWritten(text.replace(/\r?\n$/, ""), spelling, options);
}

function readBytes(written: string, spelling: "hex" | "base64"): ReadInput {
  const bytes = spelling === "hex" ? fromHex(written) : fromBase64(written.replace(/\s/g, ""));
  if (bytes !== undefined) return { input: bytes, remarks: [] };
  const reason = spelling === "hex" ? "expected pairs of hexadecimal digits" : "it is no base64";
  throw new UsageError(`Cannot read ${JSON.stringify(shorten(written))} as ${spelling}: ${reason}`);
}

function guess(written: string, options: AnatomyOptions): ReadInput {
  const text = withSeparators(written);
  const remarks = text === written
    ? []
    : ["\\x1e (or ␞) was read as the separator of packets, character 0x1e"];
  if (makesSense(text, options)) return { input: text, remarks };
  for (const spelling of ["hex", "base64"] as const) {
    const bytes = looksLike(written, spelling);
    if (bytes === undefined) continue;
    const inside = decodeUtf8(bytes);
    const input = inside !== undefined && makesSense(inside, options) ? inside : bytes;
    const what = input === bytes ? "bytes" : "text";
    return {
      input,
      remarks: [`This was read as ${what} written in ${spelling}; --as text takes it as it is`],
    };
  }
  return { input: text, remarks };
}

/** JSON knows no `\x1e`: nothing but a separator that somebody wrote down can be meant. */
function withSeparators(written: string): string {
  return written.replace(/(?:\\x1e|␞)(?=[0-6b])/gi, "\x1e");
}

function makesSense(text: string, options: AnatomyOptions): boolean {
  return anatomyOf(text, options).mistakes.length === 0;
}

/** Short words are rather misspelt packets than bytes. */
function looksLike(written: string, spelling: "hex" | "base64"): Uint8Array | undefined {
  const digits = written.replace(/\s/g, "");
  if (spelling === "hex") return digits.length >= 8 ? fromHex(written) : undefined;
  return digits.length >= 8 && digits.length % 4 === 0 ? fromBase64(digits) : undefined;
}

/** `0x0401`, `04 01`, `04:01`. */
function fromHex(written: string): Uint8Array | undefined {
  const digits = written.replace(/^0x/i, "").replace(/[\s:]/g, "");
  if (digits.length === 0 || digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) {
    return undefined;
  }
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
