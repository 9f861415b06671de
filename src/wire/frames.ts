// WebSocket frames (RFC 6455, section 5.2): reading their heads, and writing whole frames.

import type { Feed } from "./feed.ts";
import { unmask } from "./mask.ts";

/** RFC 6455, section 11.8 */
export const OPCODE = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

/** RSV1, used by permessage-deflate (RFC 7692, section 6). */
export const RSV1 = 0b100;

export interface FrameHead {
  readonly fin: boolean;
  /** RSV1, RSV2 and RSV3 as a number of three bits. */
  readonly reserved: number;
  readonly opcode: number;
  readonly masked: boolean;
  /** The masking key as a big-endian number; 0 without a mask. */
  readonly key: number;
  /** The head's own length. */
  readonly size: number;
  /** The payload's length; Infinity when it is beyond what can be counted. */
  readonly length: number;
}

/** The head at the feed's beginning, not consumed; undefined when not all of it has come. */
export function peekFrameHead(feed: Feed): FrameHead | undefined {
  if (feed.length < 2) return undefined;
  const first = feed.byteAt(0);
  const second = feed.byteAt(1);
  const masked = (second & 0x80) !== 0;
  const short = second & 0x7f;
  const lengthEnd = short < 126 ? 2 : short === 126 ? 4 : 10;
  const size = masked ? lengthEnd + 4 : lengthEnd;
  if (feed.length < size) return undefined;
  return {
    fin: (first & 0x80) !== 0,
    reserved: (first >> 4) & 0b111,
    opcode: first & 0x0f,
    masked,
    key: masked ? readUint32(feed, lengthEnd) : 0,
    size,
    length: short < 126 ? short : readLength(feed, lengthEnd),
  };
}

function readLength(feed: Feed, lengthEnd: number): number {
  if (lengthEnd === 4) return (feed.byteAt(2) << 8) | feed.byteAt(3);
  const length = readUint32(feed, 2) * 2 ** 32 + readUint32(feed, 6);
  return Number.isSafeInteger(length) ? length : Infinity;
}

function readUint32(feed: Feed, at: number): number {
  return ((feed.byteAt(at) << 24) | (feed.byteAt(at + 1) << 16) | (feed.byteAt(at + 2) << 8) |
    feed.byteAt(at + 3)) >>> 0;
}

export interface FrameOptions {
  readonly opcode: number;
  readonly payload: Uint8Array;
  /** Default true. */
  readonly fin?: boolean;
  /** Default false. */
  readonly rsv1?: boolean;
  /** The four bytes of a masking key; without it the payload goes as it is. */
  readonly mask?: Uint8Array;
}

/** A frame as it goes over the wire. */
export function encodeFrame(options: FrameOptions): Uint8Array {
  const { opcode, payload, fin = true, rsv1 = false, mask } = options;
  const { length } = payload;
  if (mask !== undefined && mask.length !== 4) {
    throw new RangeError(`Cannot encode a frame: its mask has ${mask.length} bytes, expected 4`);
  }
  const lengthEnd = length < 126 ? 2 : length < 0x10000 ? 4 : 10;
  const size = mask === undefined ? lengthEnd : lengthEnd + 4;
  const frame = new Uint8Array(size + length);
  const head = new DataView(frame.buffer);
  head.setUint8(0, (fin ? 0x80 : 0) | (rsv1 ? 0x40 : 0) | opcode);
  const maskBit = mask === undefined ? 0 : 0x80;
  if (lengthEnd === 2) {
    head.setUint8(1, maskBit | length);
  } else if (lengthEnd === 4) {
    head.setUint8(1, maskBit | 126);
    head.setUint16(2, length);
  } else {
    head.setUint8(1, maskBit | 127);
    head.setBigUint64(2, BigInt(length));
  }
  if (mask === undefined) {
    frame.set(payload, size);
  } else {
    frame.set(mask, lengthEnd);
    frame.set(unmask(payload, head.getUint32(lengthEnd)), size);
  }
  return frame;
}
