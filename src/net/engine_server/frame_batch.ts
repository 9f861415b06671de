// Frames that are written together: one system call for all of a turn instead of one or two for
// each. They are laid out in slabs that are never written twice, so that nothing is copied again.

import { Buffer } from "node:buffer";
import { OPCODE } from "../../wire/frames.ts";

/** A text, a binary message, or bytes that are frames already. */
export type BatchItem = string | Uint8Array | ReadyBytes;

export interface ReadyBytes {
  readonly bytes: Uint8Array;
}

const SLAB_BYTES = 256 * 1024;
/** RFC 6455, section 5.2: two bytes, and up to eight for the length; the server has no mask. */
const MAX_HEAD_BYTES = 10;
/** From this length on a text is measured before room is made for it. */
const LONG_TEXT = 4096;
const FINAL = 0x80;

const encoder = new TextEncoder();
let slab = Buffer.allocUnsafeSlow(0);
let used = 0;

/** How many bytes an item takes, roughly: what it is counted as while it waits. */
export function sizeOf(item: BatchItem): number {
  if (typeof item === "string") return item.length + 4;
  return item instanceof Uint8Array ? item.length + 4 : item.bytes.length;
}

/** The bytes that go over the wire; nobody else will write to them. */
export function encodeBatch(items: readonly BatchItem[]): Uint8Array {
  let most = 0;
  for (const item of items) most += mostBytes(item);
  if (used + most > slab.length) {
    slab = Buffer.allocUnsafeSlow(Math.max(most, SLAB_BYTES));
    used = 0;
  }
  const start = used;
  for (const item of items) {
    if (typeof item === "string") writeText(item);
    else if (item instanceof Uint8Array) writeFrame(item);
    else write(item.bytes);
  }
  return slab.subarray(start, used);
}

function mostBytes(item: BatchItem): number {
  if (typeof item !== "string") return MAX_HEAD_BYTES + sizeOf(item);
  const { length } = item;
  return MAX_HEAD_BYTES + (length < LONG_TEXT ? length * 3 : Buffer.byteLength(item));
}

/** Behind a head that fits if it is ASCII; moved where that was wrong. */
function writeText(text: string): void {
  const guess = headLength(text.length);
  const { written } = encoder.encodeInto(text, slab.subarray(used + guess));
  const right = headLength(written);
  if (right !== guess) slab.copyWithin(used + right, used + guess, used + guess + written);
  writeHead(OPCODE.text, written);
  used += written;
}

function writeFrame(payload: Uint8Array): void {
  writeHead(OPCODE.binary, payload.length);
  write(payload);
}

function write(bytes: Uint8Array): void {
  slab.set(bytes, used);
  used += bytes.length;
}

function headLength(length: number): number {
  return length < 126 ? 2 : length < 0x10000 ? 4 : 10;
}

/** RFC 6455, section 5.2 */
function writeHead(opcode: number, length: number): void {
  slab[used++] = FINAL | opcode;
  if (length < 126) {
    slab[used++] = length;
  } else if (length < 0x10000) {
    slab[used++] = 126;
    used = slab.writeUInt16BE(length, used);
  } else {
    slab[used++] = 127;
    used = slab.writeBigUInt64BE(BigInt(length), used);
  }
}
