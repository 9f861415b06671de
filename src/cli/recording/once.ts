// Says everything once: what goes wrong goes wrong again and again.

/** How many things are remembered as said; what comes after them is not said. */
const MAX_SAID = 100;

/** How often all of it may be forgotten: what goes wrong without end is not said without end. */
const MAX_FORGOTTEN = 20;

export class Once {
  readonly #said = new Set<string>();
  #forgotten = 0;

  /** Whether this is the first time, and there is room to say it. */
  isNew(key: string): boolean {
    if (this.#said.has(key) || this.#said.size >= MAX_SAID) return false;
    this.#said.add(key);
    return true;
  }

  /** All was well in between: what goes wrong now is news. */
  forget(): void {
    if (this.#said.size === 0 || this.#forgotten >= MAX_FORGOTTEN) return;
    this.#forgotten += 1;
    this.#said.clear();
  }
}
