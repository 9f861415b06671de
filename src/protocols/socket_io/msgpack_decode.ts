// Reads msgpack (the specification's "Formats") as far as it can be read. JavaScript's undefined and
// dates, which stock peers send as extensions, become what JSON makes of them: a missing key or
// null, and an ISO string.

import { decodeUtf8, decodeUtf8Lossy } from "../../base/bytes.ts";
import type { Value } from "../../base/json.ts";
import type { Note } from "../../base/note.ts";
import { MAX_JSON_DEPTH } from "../../base/json_depth.ts";

export interface DecodedMsgpack {
  /** What could be read; undefined when that was nothing, or JavaScript's undefined. */
  readonly value: Value | undefined;
  readonly notes: readonly Note[];
}

/** Never throws. */
export function decodeMsgpack(bytes: Uint8Array): DecodedMsgpack {
  const reader = new Reader(bytes);
  const value = reader.read(0);
  reader.finish();
  return { value, notes: reader.notes };
}

/** The most notes on one message: a large one may be odd in a million places. */
export const MAX_NOTES = 100;

/** notepack.io's own extension type for undefined, dates and ArrayBuffer. */
const NOTEPACK_TYPE = 0;
/** Timestamp extension type (msgpack specification, "Timestamp extension type"). */
const TIMESTAMP_TYPE = -1;

class Reader {
  readonly notes: Note[] = [];
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #stopped = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(depth: number): Value | undefined {
    const start = this.#at;
    if (depth > MAX_JSON_DEPTH) return this.#stop(`nested deeper than ${MAX_JSON_DEPTH}`);
    const prefix = this.#unsigned(1);
    if (this.#stopped) return undefined;
    if (prefix < 0x80) return prefix;
    if (prefix < 0x90) return this.#map(prefix & 0x0f, depth);
    if (prefix < 0xa0) return this.#array(prefix & 0x0f, depth);
    if (prefix < 0xc0) return this.#string(prefix & 0x1f);
    if (prefix >= 0xe0) return prefix - 0x100;
    switch (prefix) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.#binary(this.#unsigned(1 << (prefix - 0xc4)));
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#extension(this.#unsigned(1 << (prefix - 0xc7)), start, false);
      case 0xca:
        return this.#number(4, (at) => this.#view.getFloat32(at));
      case 0xcb:
        return this.#number(8, (at) => this.#view.getFloat64(at));
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#number(1 << (prefix - 0xcc), (at) => this.#unsignedAt(at, prefix - 0xcc));
      case 0xcf:
        return this.#number(8, (at) => this.#long(this.#view.getBigUint64(at), start));
      case 0xd0:
        return this.#number(1, (at) => this.#view.getInt8(at));
      case 0xd1:
        return this.#number(2, (at) => this.#view.getInt16(at));
      case 0xd2:
        return this.#number(4, (at) => this.#view.getInt32(at));
      case 0xd3:
        return this.#number(8, (at) => this.#long(this.#view.getBigInt64(at), start));
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.#extension(1 << (prefix - 0xd4), start, true);
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#string(this.#unsigned(1 << (prefix - 0xd9)));
      case 0xdc:
      case 0xdd:
        return this.#array(this.#unsigned(2 << (prefix - 0xdc)), depth);
      case 0xde:
      case 0xdf:
        return this.#map(this.#unsigned(2 << (prefix - 0xde)), depth);
      default:
        return this.#stop(`the byte 0x${prefix.toString(16)} begins no value`);
    }
  }

  /** Notes what follows the value. */
  finish(): void {
    const left = this.#bytes.length - this.#at;
    if (left > 0 && !this.#stopped) this.#note(`${left} bytes follow the value`, this.#at);
  }

  #array(length: number, depth: number): Value {
    const items: Value[] = [];
    for (let index = 0; index < length && !this.#stopped; index++) {
      const item = this.read(depth + 1);
      if (item !== undefined) items.push(item);
      else if (!this.#stopped) items.push(null);
    }
    return items;
  }

  #map(length: number, depth: number): Value {
    const entries: [string, Value][] = [];
    for (let index = 0; index < length && !this.#stopped; index++) {
      const start = this.#at;
      const key = this.read(depth + 1);
      if (this.#stopped) break;
      if (typeof key !== "string") this.#note("a key is no string", start);
      const item = this.read(depth + 1);
      if (item !== undefined) entries.push([keyText(key), item]);
    }
    // Not assigned one by one: a key named __proto__ must stay a key.
    return Object.fromEntries(entries);
  }

  #string(length: number): Value | undefined {
    const start = this.#at;
    const bytes = this.#binary(length);
    if (bytes === undefined) return undefined;
    const text = decodeUtf8(bytes);
    if (text !== undefined) return text;
    this.#note("a string is not UTF-8", start);
    return decodeUtf8Lossy(bytes);
  }

  #binary(length: number): Uint8Array | undefined {
    const start = this.#at;
    if (this.#skip(length)) return this.#bytes.subarray(start, start + length);
    return undefined;
  }

  #extension(length: number, start: number, fixed: boolean): Value | undefined {
    const type = this.#unsigned(1) << 24 >> 24;
    const at = this.#at;
    const bytes = this.#binary(length);
    if (bytes === undefined) return undefined;
    if (type === NOTEPACK_TYPE && !fixed) return bytes;
    if (type === NOTEPACK_TYPE && length === 1) return undefined;
    if (type === NOTEPACK_TYPE && length === 8) return isoDate(Number(this.#view.getBigInt64(at)));
    const time = type === TIMESTAMP_TYPE ? this.#timestamp(at, length) : undefined;
    if (time !== undefined) return isoDate(time);
    this.#note(`extension type ${type} is read as [${type}, bytes]`, start);
    return [type, bytes];
  }

  /** Milliseconds of a timestamp 32, 64 or 96. */
  #timestamp(at: number, length: number): number | undefined {
    switch (length) {
      case 4:
        return this.#view.getUint32(at) * 1000;
      case 8: {
        const high = this.#view.getUint32(at);
        const seconds = (high & 3) * 0x1_0000_0000 + this.#view.getUint32(at + 4);
        return seconds * 1000 + (high >>> 2) / 1e6;
      }
      case 12:
        return Number(this.#view.getBigInt64(at + 4)) * 1000 + this.#view.getUint32(at) / 1e6;
      default:
        return undefined;
    }
  }

  #number(length: number, get: (at: number) => number): number | undefined {
    const at = this.#at;
    return this.#skip(length) ? get(at) : undefined;
  }

  #unsigned(length: 1 | 2 | 4 | number): number {
    const at = this.#at;
    return this.#skip(length) ? this.#unsignedAt(at, Math.log2(length)) : 0;
  }

  #unsignedAt(at: number, power: number): number {
    if (power === 0) return this.#view.getUint8(at);
    return power === 1 ? this.#view.getUint16(at) : this.#view.getUint32(at);
  }

  #long(value: bigint, start: number): number {
    const rounded = Number(value);
    if (BigInt(rounded) !== value) {
      this.#note(`the integer ${value} is beyond 2^53 and read as ${rounded}`, start);
    }
    return rounded;
  }

  #skip(length: number): boolean {
    if (this.#stopped) return false;
    if (this.#at + length > this.#bytes.length) {
      this.#stop(`${length} bytes expected, ${this.#bytes.length - this.#at} left`);
      return false;
    }
    this.#at += length;
    return true;
  }

  #stop(reason: string): undefined {
    this.#note(`Cannot read further: ${reason}`, this.#at);
    this.#stopped = true;
    return undefined;
  }

  #note(text: string, offset: number): void {
    if (this.notes.length >= MAX_NOTES) return;
    this.notes.push({ rule: "socket.io/msgpack", text: `In msgpack: ${text}`, offset });
  }
}

function keyText(key: Value | undefined): string {
  return typeof key === "object" ? JSON.stringify(key) : String(key);
}

function isoDate(milliseconds: number): string | null {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
