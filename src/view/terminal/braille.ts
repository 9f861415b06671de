// A screen of dots, eight in every character: the braille patterns of Unicode. A dot is about as wide
// as it is high on most terminals.

export const DOTS_ACROSS = 2;
export const DOTS_DOWN = 4;

/** The first of the patterns: no dot. */
const BLANK = 0x2800;

/** The bit of every dot in its character, row by row (Unicode, "Braille Patterns"). */
const BITS = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

/** A character, and the number of the one who drew it last. */
export interface Cell {
  readonly text: string;
  readonly owner?: number;
}

export class BrailleCanvas {
  readonly #bits: Uint8Array;
  readonly #owners: Int16Array;
  readonly #marks = new Map<number, string>();

  constructor(readonly columns: number, readonly rows: number) {
    this.#bits = new Uint8Array(columns * rows);
    this.#owners = new Int16Array(columns * rows).fill(-1);
  }

  /** What is outside is left out. */
  dot(x: number, y: number, owner = 0): void {
    const cell = this.#cellAt(x, y);
    if (cell === undefined) return;
    const bit = BITS[(y % DOTS_DOWN) * DOTS_ACROSS + (x % DOTS_ACROSS)] ?? 0;
    this.#bits[cell] = (this.#bits[cell] ?? 0) | bit;
    this.#owners[cell] = owner;
  }

  /** A straight line of dots, both ends included. */
  line(fromX: number, fromY: number, toX: number, toY: number, owner = 0): void {
    const steps = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY));
    for (let step = 0; step <= steps; step++) {
      const share = steps === 0 ? 0 : step / steps;
      const x = Math.round(fromX + (toX - fromX) * share);
      const y = Math.round(fromY + (toY - fromY) * share);
      this.dot(x, y, owner);
    }
  }

  /** A character in the place of dots. */
  mark(x: number, y: number, character: string, owner = 0): void {
    const cell = this.#cellAt(x, y);
    if (cell === undefined) return;
    this.#marks.set(cell, character);
    this.#owners[cell] = owner;
  }

  cells(): readonly (readonly Cell[])[] {
    return Array.from(
      { length: this.rows },
      (_, row) => Array.from({ length: this.columns }, (_, column) => this.#cell(row, column)),
    );
  }

  #cell(row: number, column: number): Cell {
    const index = row * this.columns + column;
    const bits = this.#bits[index] ?? 0;
    const owner = this.#owners[index] ?? -1;
    const text = this.#marks.get(index) ?? (bits === 0 ? " " : String.fromCharCode(BLANK + bits));
    return owner < 0 ? { text } : { text, owner };
  }

  #cellAt(x: number, y: number): number | undefined {
    const column = Math.floor(x / DOTS_ACROSS);
    const row = Math.floor(y / DOTS_DOWN);
    const isInside = column >= 0 && column < this.columns && row >= 0 && row < this.rows;
    return isInside ? row * this.columns + column : undefined;
  }
}
