// How many columns of a terminal text takes: Chinese, Japanese, Korean and emoji take two, accents
// that stand apart take none. Cutting and wrapping count columns, never characters.

export interface Cell {
  /** What people see as one character. */
  readonly text: string;
  readonly width: number;
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Text of nothing but these is as wide as it is long. */
const NARROW =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2400-\u2426\u2500-\u25ff]*$/;

// Unicode, UAX #11: East Asian Width W and F, by block.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const EMPTY = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** Nothing needs to be measured. */
export function isNarrow(text: string): boolean {
  return NARROW.test(text);
}

export function cellsOf(text: string): readonly Cell[] {
  if (NARROW.test(text)) return Array.from(text, (letter) => ({ text: letter, width: 1 }));
  return Array.from(segmenter.segment(text), ({ segment }) => ({
    text: segment,
    width: EMPTY.test(segment) ? 0 : WIDE.test(segment) ? 2 : 1,
  }));
}

export function textWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  return cellsOf(text).reduce((sum, { width }) => sum + width, 0);
}

/** Fills up with spaces at the end. */
export function padColumns(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - textWidth(text)));
}

/** At most so many columns; `…` stands for what is missing in the middle. */
export function cutMiddle(text: string, columns: number): string {
  // No character takes more than a dozen units worth keeping: long text is cut before it is measured.
  const kept = 16 * columns + 64;
  const isLong = text.length > 2 * kept;
  const cells = cellsOf(isLong ? `${text.slice(0, kept)}${text.slice(-kept)}` : text);
  if (!isLong && cells.reduce((sum, { width }) => sum + width, 0) <= columns) return text;
  const tail = fit([...cells].reverse(), Math.floor((columns - 1) / 3)).reverse();
  const head = fit(cells, columns - 1 - tail.reduce((sum, { width }) => sum + width, 0));
  return `${joinCells(head)}…${joinCells(tail)}`;
}

/** At most so many columns; `…` stands for what is missing at the end. */
export function cutEnd(text: string, columns: number): string {
  const cells = cellsOf(text.slice(0, 16 * columns + 64));
  const fits = text.length <= 16 * columns + 64 &&
    cells.reduce((sum, { width }) => sum + width, 0) <= columns;
  return fits ? text : `${joinCells(fit(cells, columns - 1))}…`;
}

function fit(cells: readonly Cell[], columns: number): Cell[] {
  const taken: Cell[] = [];
  let left = columns;
  for (const cell of cells) {
    if (cell.width > left) break;
    taken.push(cell);
    left -= cell.width;
  }
  return taken;
}

function joinCells(cells: readonly Cell[]): string {
  return cells.map(({ text }) => text).join("");
}

/** Breaks at spaces; a word that is too long is broken where it must be. */
export function wrapColumns(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (textWidth(joined) <= columns) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (textWidth(line) > columns) {
      const head = joinCells(fit(cellsOf(line), Math.max(2, columns)));
      if (head === "") break;
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return [...lines, line];
}
