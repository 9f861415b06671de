// A row of figures as bars that stand in one line of text.

const BARS = "▁▂▃▄▅▆▇█";

/** One character for each figure; the greatest has the highest bar, and none a blank. */
export function sparkline(values: readonly number[]): string {
  const most = values.reduce((most, value) => (value > most ? value : most), 0);
  return values.map((value) => bar(value, most)).join("");
}

function bar(value: number, most: number): string {
  if (!(value > 0) || most === 0) return " ";
  const level = Math.ceil(value / most * BARS.length) - 1;
  return BARS.charAt(Math.min(BARS.length - 1, Math.max(0, level)));
}
