// Inflates what one side compressed with permessage-deflate (RFC 7692, section 7.2.2): one stream
// for the whole connection, because a message may refer back to those before it. Synchronous, over
// pako's zlib; a 32 KiB window reads streams of every window size.

import {
  Z_BUF_ERROR,
  Z_OK,
  Z_STREAM_END,
  Z_SYNC_FLUSH,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
  zlibInflateResetKeep,
  ZStream,
} from "pako";
import { Collector } from "./collector.ts";
import { copyBytes } from "./slab.ts";

/** RFC 7692, section 7.2.1: what the sender took off its last block's end. */
const TAIL = new Uint8Array([0x00, 0x00, 0xff, 0xff]);
const WINDOW_BITS = 15;
/** `data_type` of a stream that stands between two blocks, no bit of the next one read (zlib.h). */
const BETWEEN_BLOCKS = 128;

/** Where zlib writes to, before what it wrote is copied out; used within one call only. */
const scratch = new Uint8Array(64 * 1024);
/** A short message with the tail behind it, so that zlib is called once. */
const input = new Uint8Array(16 * 1024);

export interface InflaterOptions {
  /** Whether messages refer back to earlier ones. */
  readonly contextTakeover: boolean;
  /** How much of a message is kept. */
  readonly maxBytes: number;
  /** How far a message is inflated. */
  readonly maxInflatedBytes: number;
}

export type Inflated =
  | {
    readonly ok: true;
    /** What was kept of the message. */
    readonly bytes: Uint8Array;
    /** The whole message's length. */
    readonly length: number;
  }
  | { readonly ok: false; readonly reason: string };

export class Inflater {
  readonly #stream = new ZStream();
  readonly #options: InflaterOptions;
  #output: Collector;
  /** Compressed bytes of the message that is being read. */
  #pushed = 0;
  /** The last byte ended a final block: a new deflate stream may begin (RFC 7692, 7.2.3.4). */
  #atStreamEnd = false;
  /** Why nothing can be inflated any more. */
  #broken: string | undefined;

  constructor(options: InflaterOptions) {
    this.#options = options;
    this.#output = new Collector(options.maxBytes);
    zlibInflateInit2(this.#stream, -WINDOW_BITS);
  }

  /** Takes the next piece of a message. */
  push(piece: Uint8Array): void {
    this.#pushed += piece.length;
    this.#inflate(piece, 0);
  }

  /** The message, of which all pieces were pushed. */
  finish(): Inflated {
    // No deflate block fits into no bytes: such a message is taken to be empty.
    if (this.#pushed > 0 && !this.#atStreamEnd) this.#inflate(TAIL, 0);
    return this.#settle();
  }

  /** A message that has come in one piece. */
  inflate(message: Uint8Array): Inflated {
    const size = message.length + TAIL.length;
    if (message.length === 0 || size > input.length) {
      this.push(message);
      return this.finish();
    }
    this.#pushed = message.length;
    input.set(message);
    input.set(TAIL, message.length);
    this.#inflate(input.subarray(0, size), TAIL.length);
    return this.#settle();
  }

  /** Forgets a message that was not finished. */
  abandon(): void {
    this.#broken ??= "a message before it was not finished";
    this.#settle();
  }

  /** `tail` is how many of the bytes need not be read when a stream ends right before them. */
  #inflate(bytes: Uint8Array, tail: number): void {
    const stream = this.#stream;
    stream.input = bytes;
    stream.next_in = 0;
    stream.avail_in = bytes.length;
    while (this.#broken === undefined) {
      stream.output = scratch;
      stream.next_out = 0;
      stream.avail_out = scratch.length;
      const status = zlibInflate(stream, Z_SYNC_FLUSH);
      this.#atStreamEnd = false;
      if (stream.next_out > 0) this.#output.add(copyBytes(scratch.subarray(0, stream.next_out)));
      if (this.#output.seen > this.#options.maxInflatedBytes) {
        this.#broken = `it inflates to more than ${this.#options.maxInflatedBytes} bytes`;
      } else if (status === Z_STREAM_END) {
        zlibInflateResetKeep(stream);
        this.#atStreamEnd = stream.avail_in === tail;
        if (this.#atStreamEnd) return;
      } else if (status !== Z_OK && status !== Z_BUF_ERROR) {
        this.#broken = stream.msg === "" ? `zlib error ${status}` : stream.msg;
      } else if (stream.avail_in === 0 && (stream.avail_out > 0 || isBetweenBlocks(stream))) {
        // Between blocks nothing is left to write; to call zlib again would hide where it stands.
        return;
      }
    }
  }

  #settle(): Inflated {
    const isBetween = this.#pushed === 0 || this.#atStreamEnd || isBetweenBlocks(this.#stream);
    if (!isBetween) this.#broken ??= "it ends within a deflate block";
    const output = this.#output;
    const reason = this.#broken;
    this.#output = new Collector(this.#options.maxBytes);
    this.#pushed = 0;
    this.#atStreamEnd = false;
    if (!this.#options.contextTakeover) {
      zlibInflateReset(this.#stream);
      this.#broken = undefined;
    }
    if (reason !== undefined) return { ok: false, reason };
    return { ok: true, bytes: output.take(), length: output.seen };
  }
}

function isBetweenBlocks(stream: ZStream): boolean {
  return stream.data_type === BETWEEN_BLOCKS;
}
