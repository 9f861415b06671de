// Says everything once: what goes wrong goes wrong again and again.

/** How many things are remembered as said; what comes after them is not said. */
const MAX_SAID = 100;

export class Once {
  readonly #said = new Set<string>();

  /** Whether this is the first time, and there is room to say it. */
  isNew(key: string): boolean {
    if (this.#said.has(key) || this.#said.size >= MAX_SAID) return false;
    this.#said.add(key);
    return true;
  }
}
