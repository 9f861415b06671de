// A queue of bytes that have arrived and not been read. It takes pieces of any size and gives out
// views of them; bytes are copied only where what is asked for spans pieces, and where many tiny
// pieces would cost more as objects than as bytes. Every byte is copied a fixed number of times.

import { Buffer, isUtf8 } from "node:buffer";
import type { Payload } from "../base/bytes.ts";

/** Pieces smaller than this are joined to the piece before them while they wait. */
const SMALL_PIECE = 4096;
const BLOCK_BYTES = 16 * 1024;
const NOTHING = new Uint8Array(0);
const REPLACEMENT = "\ufffd";

export class Feed {
  #head: Uint8Array = NOTHING;
  /** The head as a Buffer, made when text is first read from it. */
  #headText: Buffer | undefined;
  /** How much of the head has been read. */
  #at = 0;
  /** The pieces behind the head, from #next on. */
  #queue: Uint8Array[] = [];
  #next = 0;
  #length = 0;
  #position = 0;
  #ended = false;
  #cut = false;
  /** Where small pieces are joined; what was written once is never written again. */
  #block: Uint8Array = NOTHING;
  #blockUsed = 0;

  /** How many bytes wait. */
  get length(): number {
    return this.#length;
  }

  /** How many bytes were read: the offset of the next byte in all that was pushed. */
  get position(): number {
    return this.#position;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** It ended in the middle: what only an end makes whole is not. */
  get cut(): boolean {
    return this.#cut;
  }

  /** No more bytes will come. */
  end(): void {
    this.#ended = true;
  }

  /** No more bytes will come, although there may have been more. */
  cutOff(): void {
    this.#ended = true;
    this.#cut = true;
  }

  /** The bytes are kept as they are, not copied: their owner must not change them. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#length === 0) {
      this.#setHead(plainView(bytes));
      this.#at = 0;
    } else if (bytes.length < SMALL_PIECE) {
      this.#join(bytes);
    } else {
      this.#queue.push(plainView(bytes));
    }
    this.#length += bytes.length;
  }

  /** The byte at `index`, counted from the next one; 0 beyond what has come. */
  byteAt(index: number): number {
    const byte = this.#head[this.#at + index];
    return byte === undefined ? this.#byteBehindHead(index) : byte;
  }

  /** The index of the first `byte` from `from` on, or -1. */
  indexOf(byte: number, from: number): number {
    let base = -this.#at;
    let piece = this.#head;
    for (let next = this.#next;; next++) {
      if (base + piece.length > from) {
        const found = piece.indexOf(byte, Math.max(from - base, 0));
        if (found !== -1) return base + found;
      }
      base += piece.length;
      const following = this.#queue[next];
      if (following === undefined) return -1;
      piece = following;
    }
  }

  /** The next bytes, which must have come. */
  take(count: number): Uint8Array {
    const end = this.#at + count;
    if (end <= this.#head.length) {
      const view = this.#head.subarray(this.#at, end);
      this.#advance(count);
      return view;
    }
    const joined = new Uint8Array(count);
    for (let filled = 0; filled < count;) {
      const piece = this.takeSome(count - filled);
      joined.set(piece, filled);
      filled += piece.length;
    }
    return joined;
  }

  /** The next bytes as text, or as they are when they are not strictly UTF-8. */
  takeText(count: number): Payload {
    const end = this.#at + count;
    if (end > this.#head.length) return textOrBytes(this.take(count));
    this.#headText ??= bufferView(this.#head);
    const text = this.#headText.toString("utf8", this.#at, end);
    // Decoding puts U+FFFD for what is not UTF-8: text without it needs no second look.
    if (text.includes(REPLACEMENT)) return textOrBytes(this.take(count));
    this.#advance(count);
    return text;
  }

  /** As many of the next bytes, up to `most`, as can be had without copying. */
  takeSome(most: number): Uint8Array {
    const end = Math.min(this.#at + most, this.#head.length);
    const view = this.#head.subarray(this.#at, end);
    this.#advance(view.length);
    return view;
  }

  skip(count: number): void {
    while (count > 0 && this.#length > 0) {
      const step = Math.min(count, this.#head.length - this.#at);
      this.#advance(step);
      count -= step;
    }
  }

  /** All the bytes that wait. */
  takeAll(): Uint8Array {
    return this.take(this.#length);
  }

  #advance(count: number): void {
    this.#at += count;
    this.#length -= count;
    this.#position += count;
    if (this.#at === this.#head.length && this.#length > 0) this.#nextPiece();
  }

  #nextPiece(): void {
    this.#setHead(this.#queue[this.#next] ?? NOTHING);
    this.#at = 0;
    this.#next++;
    if (this.#next === this.#queue.length || this.#next > 1024) {
      this.#queue.splice(0, this.#next);
      this.#next = 0;
    }
  }

  #setHead(piece: Uint8Array): void {
    this.#head = piece;
    this.#headText = undefined;
  }

  #byteBehindHead(index: number): number {
    let rest = index - (this.#head.length - this.#at);
    for (let next = this.#next; next < this.#queue.length; next++) {
      const piece = this.#queue[next] ?? NOTHING;
      const byte = piece[rest];
      if (byte !== undefined) return byte;
      rest -= piece.length;
    }
    return 0;
  }

  /** Writes a small piece behind the last one, in the same block where that is possible. */
  #join(bytes: Uint8Array): void {
    const last = this.#queue[this.#queue.length - 1] ?? this.#head;
    if (this.#blockUsed + bytes.length > this.#block.length) {
      this.#block = new Uint8Array(BLOCK_BYTES);
      this.#blockUsed = 0;
    }
    const start = this.#blockUsed;
    this.#block.set(bytes, start);
    this.#blockUsed = start + bytes.length;
    const isBehind = last.buffer === this.#block.buffer &&
      last.byteOffset + last.length === start;
    if (!isBehind) {
      this.#queue.push(this.#block.subarray(start, this.#blockUsed));
      return;
    }
    const grown = this.#block.subarray(last.byteOffset, this.#blockUsed);
    if (this.#queue.length === 0) this.#setHead(grown);
    else this.#queue[this.#queue.length - 1] = grown;
  }
}

export function textOrBytes(bytes: Uint8Array): Payload {
  return isUtf8(bytes) ? bufferView(bytes).toString("utf8") : bytes;
}

function bufferView(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A Buffer's `slice` shares its memory, a Uint8Array's does not: nobody should have to ask. */
function plainView(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array
    ? bytes
    : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
