// Hidden ranges after an edit: what was hidden stands elsewhere when something before it became
// longer or shorter, and is no longer hidden when it was replaced itself.

import type { Payload } from "../../base/bytes.ts";
import { decodeLatin1 } from "../../base/bytes.ts";
import type { RedactedRange } from "../../tape/entry.ts";

/** How much on both sides of a range must be as it was, where the edit reaches around it. */
const CONTEXT = 12;

/** The ranges of `before` as they are in `after`, sorted; those that are gone are left out. */
export function moveRanges(
  ranges: readonly RedactedRange[],
  before: Payload,
  after: Payload,
): readonly RedactedRange[] {
  const old = asText(before);
  const fresh = asText(after);
  const most = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < most && old[head] === fresh[head]) head++;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) {
    tail++;
  }
  const moved: RedactedRange[] = [];
  let cursor = head;
  const sorted = [...ranges].sort(([left], [right]) => left - right);
  for (const [start, length, hash] of sorted) {
    if (start + length <= head) {
      moved.push([start, length, hash]);
    } else if (start >= old.length - tail) {
      moved.push([start + fresh.length - old.length, length, hash]);
    } else {
      const at = findAgain(old, fresh, start, length, cursor);
      if (at === undefined) continue;
      moved.push([at, length, hash]);
      cursor = at + length;
    }
  }
  return moved;
}

function findAgain(
  old: string,
  fresh: string,
  start: number,
  length: number,
  cursor: number,
): number | undefined {
  for (const context of [CONTEXT, CONTEXT / 2, 2]) {
    const from = Math.max(0, start - context);
    const piece = old.slice(from, start + length + context);
    const at = fresh.indexOf(piece, Math.max(0, cursor - context));
    if (at >= 0) return at + start - from;
  }
  return undefined;
}

function asText(payload: Payload): string {
  return typeof payload === "string" ? payload : decodeLatin1(payload);
}
