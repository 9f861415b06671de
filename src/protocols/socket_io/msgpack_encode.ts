// Writes values as msgpack (the specification's "Formats"), in the shortest form, as notepack.io
// does: the stock parser's bytes for the same value.

import { encodeUtf8 } from "../../base/bytes.ts";
import type { Value, ValueObject } from "../../base/json.ts";

export function encodeMsgpack(value: Value): Uint8Array {
  const writer = new Writer();
  writer.write(value);
  return writer.bytes();
}

/** The smallest buffer that a writer begins with. */
const FIRST_SIZE = 256;

class Writer {
  #bytes = new Uint8Array(FIRST_SIZE);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  write(value: Value): void {
    if (value === null) return this.#byte(0xc0);
    switch (typeof value) {
      case "boolean":
        return this.#byte(value ? 0xc3 : 0xc2);
      case "number":
        return this.#number(value);
      case "string":
        return this.#string(value);
    }
    if (value instanceof Uint8Array) {
      this.#sized(value.length, 0xc4);
      return this.#append(value);
    }
    if (Array.isArray(value)) return this.#array(value);
    this.#map(value as ValueObject);
  }

  #array(items: readonly Value[]): void {
    if (items.length < 0x10) this.#byte(0x90 | items.length);
    else this.#long(items.length, 0xdc);
    for (const item of items) this.write(item);
  }

  #map(object: ValueObject): void {
    const entries = Object.entries(object);
    if (entries.length < 0x10) this.#byte(0x80 | entries.length);
    else this.#long(entries.length, 0xde);
    for (const [key, item] of entries) {
      this.#string(key);
      this.write(item);
    }
  }

  #string(text: string): void {
    const bytes = encodeUtf8(text);
    if (bytes.length < 0x20) this.#byte(0xa0 | bytes.length);
    else this.#sized(bytes.length, 0xd9);
    this.#append(bytes);
  }

  /** A length in 1, 2 or 4 bytes under three prefixes in a row. */
  #sized(length: number, prefix: number): void {
    if (length >= 0x100) return this.#long(length, prefix + 1);
    this.#byte(prefix);
    this.#byte(length);
  }

  /** A length in 2 or 4 bytes under two prefixes in a row. */
  #long(length: number, prefix: number): void {
    if (length < 0x1_0000) {
      this.#byte(prefix);
      this.#put(2, (view, at) => view.setUint16(at, length));
    } else {
      this.#byte(prefix + 1);
      this.#put(4, (view, at) => view.setUint32(at, length));
    }
  }

  #number(value: number): void {
    if (!Number.isInteger(value) || Math.abs(value) >= 2 ** 63) {
      this.#byte(0xcb);
      this.#put(8, (view, at) => view.setFloat64(at, value));
    } else if (value >= 0) {
      this.#positive(value);
    } else {
      this.#negative(value);
    }
  }

  #positive(value: number): void {
    if (value < 0x80) return this.#byte(value);
    if (value < 0x1_0000_0000) {
      if (value >= 0x100) return this.#long(value, 0xcd);
      this.#byte(0xcc);
      return this.#byte(value);
    }
    this.#byte(0xcf);
    this.#put(8, (view, at) => view.setBigUint64(at, BigInt(value)));
  }

  #negative(value: number): void {
    if (value >= -0x20) return this.#byte(value & 0xff);
    if (value >= -0x80) {
      this.#byte(0xd0);
      return this.#byte(value & 0xff);
    }
    if (value >= -0x8000) {
      this.#byte(0xd1);
      return this.#put(2, (view, at) => view.setInt16(at, value));
    }
    if (value >= -0x8000_0000) {
      this.#byte(0xd2);
      return this.#put(4, (view, at) => view.setInt32(at, value));
    }
    this.#byte(0xd3);
    this.#put(8, (view, at) => view.setBigInt64(at, BigInt(value)));
  }

  /** Makes room first: growing replaces the view. */
  #put(length: number, write: (view: DataView, at: number) => void): void {
    const at = this.#grow(length);
    write(this.#view, at);
  }

  #byte(value: number): void {
    const at = this.#grow(1);
    this.#bytes[at] = value;
  }

  #append(bytes: Uint8Array): void {
    const at = this.#grow(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** Makes room and answers where it begins. */
  #grow(length: number): number {
    const start = this.#length;
    this.#length += length;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return start;
  }
}
