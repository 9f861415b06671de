// Frames that are written together: one system call for all of a turn instead of one or two for
// each. They are laid out in slabs that are never written twice, so that nothing is copied again.

import { Buffer } from "node:buffer";
import { OPCODE } from "../../wire/frames.ts";

/** A text, a binary message, or bytes that are frames already. */
export type BatchItem = string | Uint8Array | ReadyBytes;

export interface ReadyBytes {
  readonly bytes: Uint8Array;
  /** They are of `encodeKept()`: nobody writes to them, nor to what lies beside them. */
  readonly isKept?: true;
}

const SLAB_BYTES = 256 * 1024;
/** RFC 6455, section 5.2: two bytes, and up to eight for the length; the server has no mask. */
const MAX_HEAD_BYTES = 10;
/** From this length on a text is measured before room is made for it. */
const LONG_TEXT = 4096;
const FINAL = 0x80;

const encoder = new TextEncoder();

/** How many bytes an item takes, roughly: what it is counted as while it waits. */
export function sizeOf(item: BatchItem): number {
  if (typeof item === "string") return item.length + 4;
  return item instanceof Uint8Array ? item.length + 4 : item.bytes.length;
}

/** The bytes that go over the wire; nobody else will write to them. */
export function encodeBatch(items: readonly BatchItem[]): Uint8Array {
  return wholeOf(items) ?? passing.encode(items);
}

/** A message's frame that is kept, beside those that were kept before it. */
export function encodeKept(message: string | Uint8Array): ReadyBytes {
  return { bytes: kept.encode([message]), isKept: true };
}

/** Frames that were kept one after another and are sent so again stand as one already. */
function wholeOf(items: readonly BatchItem[]): Uint8Array | undefined {
  let first: Uint8Array | undefined;
  let end = 0;
  for (const item of items) {
    if (typeof item === "string" || item instanceof Uint8Array) return undefined;
    const { bytes, isKept } = item;
    if (isKept !== true) return undefined;
    if (first === undefined) first = bytes;
    else if (bytes.byteOffset !== end || bytes.buffer !== first.buffer) return undefined;
    end = bytes.byteOffset + bytes.length;
  }
  if (first === undefined) return undefined;
  return new Uint8Array(first.buffer, first.byteOffset, end - first.byteOffset);
}

class Slabs {
  #slab = Buffer.allocUnsafeSlow(0);
  #used = 0;

  encode(items: readonly BatchItem[]): Uint8Array {
    let most = 0;
    for (const item of items) most += mostBytes(item);
    if (this.#used + most > this.#slab.length) {
      this.#slab = Buffer.allocUnsafeSlow(Math.max(most, SLAB_BYTES));
      this.#used = 0;
    }
    const start = this.#used;
    for (const item of items) {
      if (typeof item === "string") this.#writeText(item);
      else if (item instanceof Uint8Array) this.#writeFrame(item);
      else this.#write(item.bytes);
    }
    return this.#slab.subarray(start, this.#used);
  }

  /** Behind a head that fits if it is ASCII; moved where that was wrong. */
  #writeText(text: string): void {
    const [slab, used] = [this.#slab, this.#used];
    const guess = headLength(text.length);
    const { written } = encoder.encodeInto(text, slab.subarray(used + guess));
    const right = headLength(written);
    if (right !== guess) slab.copyWithin(used + right, used + guess, used + guess + written);
    this.#writeHead(OPCODE.text, written);
    this.#used += written;
  }

  #writeFrame(payload: Uint8Array): void {
    this.#writeHead(OPCODE.binary, payload.length);
    this.#write(payload);
  }

  #write(bytes: Uint8Array): void {
    this.#slab.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  /** RFC 6455, section 5.2 */
  #writeHead(opcode: number, length: number): void {
    const slab = this.#slab;
    slab[this.#used++] = FINAL | opcode;
    if (length < 126) {
      slab[this.#used++] = length;
    } else if (length < 0x10000) {
      slab[this.#used++] = 126;
      this.#used = slab.writeUInt16BE(length, this.#used);
    } else {
      slab[this.#used++] = 127;
      this.#used = slab.writeBigUInt64BE(BigInt(length), this.#used);
    }
  }
}

const passing = new Slabs();
const kept = new Slabs();

function mostBytes(item: BatchItem): number {
  if (typeof item !== "string") return MAX_HEAD_BYTES + sizeOf(item);
  const { length } = item;
  return MAX_HEAD_BYTES + (length < LONG_TEXT ? length * 3 : Buffer.byteLength(item));
}

function headLength(length: number): number {
  return length < 126 ? 2 : length < 0x10000 ? 4 : 10;
}
