// The shortest way from one sequence to another (Myers 1986, "An O(ND) Difference Algorithm"), for
// sequences without anchors. Where the way is too long to be worth it, near matches must do.

/** How far a match may be when the shortest way was not found. */
export const NEAR = 32;

/** Indexes of what is the same on both sides. */
export type Pairs = readonly (readonly [left: number, right: number])[];

/** The pairs of the shortest way, in order; undefined when it has more than so many edits. */
export function shortestEdit(
  left: Int32Array,
  right: Int32Array,
  maxEdits: number,
): Pairs | undefined {
  const traces: Int32Array[] = [];
  const limit = Math.min(maxEdits, left.length + right.length);
  // The furthest place on each diagonal; diagonal k is at k + offset.
  const offset = limit + 1;
  const furthest = new Int32Array(2 * offset + 1);
  for (let edits = 0; edits <= limit; edits++) {
    traces.push(furthest.slice(offset - edits - 1, offset + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const place = diagonal + offset;
      const down = furthest[place + 1] ?? 0;
      const across = (furthest[place - 1] ?? 0) + 1;
      let x = diagonal === -edits || (diagonal !== edits && across <= down) ? down : across;
      let y = x - diagonal;
      while (x < left.length && y < right.length && left[x] === right[y]) {
        x++;
        y++;
      }
      furthest[place] = x;
      if (x >= left.length && y >= right.length) return wayBack(traces, left.length, right.length);
    }
  }
  return undefined;
}

/** Follows the edits back; what lies between them is the same. */
function wayBack(
  traces: readonly Int32Array[],
  leftLength: number,
  rightLength: number,
): Pairs {
  const pairs: (readonly [number, number])[] = [];
  let x = leftLength;
  let y = rightLength;
  for (let edits = traces.length - 1; edits >= 0; edits--) {
    const trace = traces[edits] ?? new Int32Array();
    const middle = edits + 1;
    const diagonal = x - y;
    const down = trace[middle + diagonal + 1] ?? 0;
    const across = (trace[middle + diagonal - 1] ?? 0) + 1;
    const isDown = diagonal === -edits || (diagonal !== edits && across <= down);
    const startX = isDown ? down : across;
    const endX = edits === 0 ? 0 : startX;
    while (x > endX && y > 0) pairs.push([--x, --y]);
    if (edits === 0) break;
    x = isDown ? startX : startX - 1;
    y = isDown ? startX - diagonal - 1 : startX - diagonal;
  }
  return pairs.reverse();
}

/** Each with the next of its kind, when that is not far. */
export function nearMatches(left: Int32Array, right: Int32Array): Pairs {
  const places = new Map<number, number[]>();
  for (const [index, token] of right.entries()) {
    const known = places.get(token);
    if (known === undefined) places.set(token, [index]);
    else known.push(index);
  }
  const used = new Map<number, number>();
  const pairs: (readonly [number, number])[] = [];
  let next = 0;
  for (const [index, token] of left.entries()) {
    const candidates = places.get(token) ?? [];
    let at = used.get(token) ?? 0;
    while (at < candidates.length && (candidates[at] ?? 0) < next) at++;
    used.set(token, at);
    const place = candidates[at];
    if (place === undefined || place > next + NEAR) continue;
    pairs.push([index, place]);
    next = place + 1;
    used.set(token, at + 1);
  }
  return pairs;
}
