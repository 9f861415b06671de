// Contents by their hashes: a table of its own, since a Map of a million hashes (which are no small
// integers) takes ten times as long and three times the memory.

import type { Content } from "./act.ts";

/** How many places a new table has; it doubles when half of them are taken. */
const FIRST_PLACES = 1024;

const FREE = -1;

export class ContentTable {
  /** By id. */
  readonly #contents: Content[] = [];
  #keys = new Int32Array(FIRST_PLACES / 2);
  #hashes = new Float64Array(FIRST_PLACES / 2);
  /** Ids, each at the first free place behind the one that its hash says. */
  #places = new Int32Array(FIRST_PLACES).fill(FREE);

  get size(): number {
    return this.#contents.length;
  }

  /** Which key a content belongs to. */
  keyOf(id: number): number {
    return this.#keys[id] ?? 0;
  }

  find(key: number, hash: number): Content | undefined {
    const places = this.#places;
    const mask = places.length - 1;
    for (let place = placeOf(key, hash) & mask;; place = (place + 1) & mask) {
      const id = places[place] ?? FREE;
      if (id === FREE) return undefined;
      if (this.#hashes[id] === hash && this.#keys[id] === key) return this.#contents[id];
    }
  }

  /** Adds one that is not there yet; its id must be the table's size. */
  add(key: number, hash: number, content: Content): void {
    if (2 * (content.id + 1) > this.#places.length) this.#grow();
    this.#contents.push(content);
    this.#keys[content.id] = key;
    this.#hashes[content.id] = hash;
    this.#settle(content.id);
  }

  #settle(id: number): void {
    const places = this.#places;
    const mask = places.length - 1;
    let place = placeOf(this.#keys[id] ?? 0, this.#hashes[id] ?? 0) & mask;
    while (places[place] !== FREE) place = (place + 1) & mask;
    places[place] = id;
  }

  #grow(): void {
    const length = 2 * this.#places.length;
    const [keys, hashes] = [this.#keys, this.#hashes];
    this.#keys = new Int32Array(length / 2);
    this.#keys.set(keys);
    this.#hashes = new Float64Array(length / 2);
    this.#hashes.set(hashes);
    this.#places = new Int32Array(length).fill(FREE);
    for (let id = 0; id < this.#contents.length; id++) this.#settle(id);
  }
}

/** The low bits of a hash are as good as any. */
function placeOf(key: number, hash: number): number {
  return (hash >>> 0) ^ Math.imul(key, 0x9e3779b1);
}
