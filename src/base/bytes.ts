// Bytes and text: joining, comparing, and the encodings that the wire uses. Text that came from a
// peer is checked strictly; nothing here throws for bytes it does not like.

import { Buffer, isUtf8 } from "node:buffer";

/** What one message carries: text or binary. */
export type Payload = string | Uint8Array;

const encoder = new TextEncoder();

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) {
    if (left[index] !== right[index]) return false;
  }
  return true;
}

/** A Buffer over the same memory, for its fast encodings. */
function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text, or undefined when the bytes are not strictly UTF-8. A byte order mark is kept. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes) ? view(bytes).toString("utf8") : undefined;
}

/** The text with U+FFFD for what is not UTF-8: for showing, never for keeping. */
export function decodeUtf8Lossy(bytes: Uint8Array): string {
  return view(bytes).toString("utf8");
}

/** One character a byte, as HTTP heads are read. */
export function decodeLatin1(bytes: Uint8Array): string {
  return view(bytes).toString("latin1");
}

export function encodeLatin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

export function utf8Length(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

export function toBase64(bytes: Uint8Array): string {
  return view(bytes).toString("base64");
}

/**
 * The bytes, or undefined when the text is not base64. Missing padding is forgiven. Small results
 * share memory with others: read them through the view alone, never through its `.buffer`.
 */
export function fromBase64(text: string): Uint8Array | undefined {
  const padding = text.length % 4 !== 0 ? 0 : text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const digits = text.length - padding;
  const bytes = Buffer.from(text, "base64");
  // A Buffer passes over what is not base64, which its length tells, but for base64url. (A pattern
  // for the whole text overflows the stack from some megabytes on.)
  const isWhole = digits % 4 !== 1 && bytes.length === Math.floor(digits * 3 / 4) &&
    !text.includes("-") && !text.includes("_");
  return isWhole ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) : undefined;
}

/** How many bytes a base64 text stands for. By its end alone: it may be megabytes. */
export function base64Length(base64: string): number {
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  return Math.floor(((base64.length - padding) * 3) / 4);
}

export function toHex(bytes: Uint8Array): string {
  return view(bytes).toString("hex");
}
