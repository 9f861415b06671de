// "Did you mean …?" for mistyped commands, flags, fields and functions.

/** A suggestion differs in at most a third of its letters, and may in one unless that is all of it. */
function isNear(distance: number, word: string): boolean {
  return distance < word.length && distance <= Math.max(1, Math.floor(word.length / 3));
}

/** The known word that was most likely meant, if any is near. */
export function suggest(typed: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const word of known) {
    const distance = editDistance(typed.toLowerCase(), word.toLowerCase());
    if (distance < bestDistance && isNear(distance, word)) {
      best = word;
      bestDistance = distance;
    }
  }
  return best;
}

/** How many letters must be added, dropped, replaced or swapped with their neighbour. */
export function editDistance(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= right.length; column++) {
      const isSame = left[row - 1] === right[column - 1];
      const isSwap = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current[column] = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (isSame ? 0 : 1),
        isSwap ? at(row - 2, column - 2) + 1 : Infinity,
      );
    }
  }
  return at(left.length, right.length);
}
