/** A line diff for the message of a failed comparison. */

/** Above this many cells the table of the middle part is not built: the part is shown as replaced. */
export const DIFF_CELL_LIMIT = 4_000_000;

/** Both texts line by line: `"    same"`, `"-   only in actual"`, `"+   only in expected"`. */
export function diffLines(actual: string, expected: string): string {
  const left = actual.split("\n");
  const right = expected.split("\n");
  const head = commonHead(left, right);
  const tail = commonTail(left.slice(head), right.slice(head));
  return [
    ...left.slice(0, head).map(same),
    ...middle(
      left.slice(head, left.length - tail),
      right.slice(head, right.length - tail),
    ),
    ...left.slice(left.length - tail).map(same),
  ].join("\n");
}

function same(line: string): string {
  return `    ${line}`;
}

function removed(line: string): string {
  return `-   ${line}`;
}

function added(line: string): string {
  return `+   ${line}`;
}

function commonHead(left: readonly string[], right: readonly string[]): number {
  const end = Math.min(left.length, right.length);
  let count = 0;
  while (count < end && left[count] === right[count]) count++;
  return count;
}

function commonTail(left: readonly string[], right: readonly string[]): number {
  const end = Math.min(left.length, right.length);
  let count = 0;
  while (
    count < end &&
    left[left.length - 1 - count] === right[right.length - 1 - count]
  ) count++;
  return count;
}

/** The changed part, by the longest common subsequence of its lines. */
function middle(left: readonly string[], right: readonly string[]): string[] {
  if (left.length * right.length > DIFF_CELL_LIMIT) {
    return [...left.map(removed), ...right.map(added)];
  }
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row--) {
    for (let column = right.length - 1; column >= 0; column--) {
      lengths[row * width + column] = left[row] === right[column]
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: string[] = [];
  let row = 0;
  let column = 0;
  while (row < left.length || column < right.length) {
    const leftLine = left[row];
    const rightLine = right[column];
    if (leftLine !== undefined && leftLine === rightLine) {
      lines.push(same(leftLine));
      row++;
      column++;
    } else if (
      leftLine !== undefined &&
      (rightLine === undefined || at(row + 1, column) >= at(row, column + 1))
    ) {
      lines.push(removed(leftLine));
      row++;
    } else if (rightLine !== undefined) {
      lines.push(added(rightLine));
      column++;
    }
  }
  return lines;
}
