// Masking of WebSocket payloads (RFC 6455, section 5.3). What is unmasked is always a copy: the
// bytes that came are forwarded by their owner and must stay as they are.

import { Buffer } from "node:buffer";
import type { Payload } from "../base/bytes.ts";
import { textOrBytes } from "./feed.ts";
import { copyBytes } from "./slab.ts";

/** Short payloads are unmasked here, in whole words, before their text or bytes are taken out. */
const scratch = new Uint8Array(64 * 1024);
const scratchWords = new Uint32Array(scratch.buffer);
const scratchText = Buffer.from(scratch.buffer);
const keyBytes = new Uint8Array(4);
const keyWord = new Uint32Array(keyBytes.buffer);
const REPLACEMENT = "\ufffd";

/**
 * A copy of the payload with the mask taken off (or put on: it is the same). `key` is the four
 * bytes read as a big-endian number, `phase` how many bytes of this frame came before.
 */
export function unmask(payload: Uint8Array, key: number, phase: number = 0): Uint8Array {
  const { length } = payload;
  const word = nativeWord(key, phase);
  if (length <= scratch.length) {
    unmaskInScratch(payload, word);
    return copyBytes(scratch.subarray(0, length));
  }
  const copy = new Uint8Array(Math.ceil(length / 4) * 4);
  copy.set(payload);
  const words = new Uint32Array(copy.buffer);
  for (let index = 0; index < words.length; index++) words[index] = (words[index] ?? 0) ^ word;
  return copy.subarray(0, length);
}

/** The payload as text with the mask taken off, or its bytes when they are not strictly UTF-8. */
export function unmaskText(payload: Uint8Array, key: number): Payload {
  if (payload.length > scratch.length) return textOrBytes(unmask(payload, key));
  unmaskInScratch(payload, nativeWord(key, 0));
  const text = scratchText.toString("utf8", 0, payload.length);
  return text.includes(REPLACEMENT) ? textOrBytes(unmask(payload, key)) : text;
}

function unmaskInScratch(payload: Uint8Array, word: number): void {
  scratch.set(payload);
  const count = (payload.length + 3) >> 2;
  for (let index = 0; index < count; index++) {
    scratchWords[index] = (scratchWords[index] ?? 0) ^ word;
  }
}

/** The key, turned by `phase` bytes, as this machine reads it from memory. */
function nativeWord(key: number, phase: number): number {
  for (let index = 0; index < 4; index++) {
    keyBytes[index] = key >>> (24 - 8 * ((index + phase) & 3));
  }
  return keyWord[0] ?? 0;
}
