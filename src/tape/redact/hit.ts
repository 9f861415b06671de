// A found secret and what takes its place. Hits are merged, freed of what was hidden before, and
// applied; a text with its hits and the same text hidden are always equally long.

import type { RedactedRange } from "../entry.ts";

/** A secret in a text (or in bytes, read one character a byte). */
export interface Hit {
  readonly start: number;
  readonly end: number;
  /** As it reads when every encoding is taken off: equal secrets are equal in all encodings. */
  readonly secret: string;
  /** As long as what it replaces. */
  readonly replacement: string;
  /** The token, when it is one that a note can tell something about. */
  readonly jwt?: string;
}

/** Sorted, without overlaps: of hits that touch the same place the widest says the secret. */
export function mergeHits(hits: readonly Hit[]): readonly Hit[] {
  if (hits.length < 2) return hits;
  const sorted = [...hits].sort((left, right) => left.start - right.start || right.end - left.end);
  const merged: Hit[] = [];
  for (const hit of sorted) {
    const last = merged.at(-1);
    if (last === undefined || hit.start >= last.end) merged.push(hit);
    else merged[merged.length - 1] = joinHits(last, hit);
  }
  return merged;
}

function joinHits(first: Hit, second: Hit): Hit {
  const firstIsWider = first.end - first.start >= second.end - second.start;
  const jwt = first.jwt ?? second.jwt;
  return {
    start: first.start,
    end: Math.max(first.end, second.end),
    secret: firstIsWider ? first.secret : second.secret,
    replacement: first.replacement + second.replacement.slice(first.end - second.start),
    ...(jwt !== undefined && { jwt }),
  };
}

/** What is left of sorted hits outside the ranges that were hidden before. */
export function withoutHidden(
  hits: readonly Hit[],
  hidden: readonly RedactedRange[],
): readonly Hit[] {
  if (hidden.length === 0) return hits;
  const sorted = [...hidden].sort((left, right) => left[0] - right[0]);
  const rest: Hit[] = [];
  let first = 0;
  for (const hit of hits) {
    while (first < sorted.length && endOf(sorted[first]) <= hit.start) first++;
    let start = hit.start;
    for (let index = first; index < sorted.length && start < hit.end; index++) {
      const range = sorted[index];
      if (range === undefined || range[0] >= hit.end) break;
      if (range[0] > start) rest.push(cutHit(hit, start, range[0]));
      start = Math.max(start, endOf(range));
    }
    if (start < hit.end) rest.push(cutHit(hit, start, hit.end));
  }
  return rest;
}

function endOf(range: RedactedRange | undefined): number {
  return range === undefined ? 0 : range[0] + range[1];
}

function cutHit(hit: Hit, start: number, end: number): Hit {
  if (start === hit.start && end === hit.end) return hit;
  const replacement = hit.replacement.slice(start - hit.start, end - hit.start);
  return { ...hit, start, end, replacement };
}

/** The text with its sorted hits replaced. */
export function applyHits(text: string, hits: readonly Hit[]): string {
  let result = "";
  let position = 0;
  for (const hit of hits) {
    result += text.slice(position, hit.start) + hit.replacement;
    position = hit.end;
  }
  return result + text.slice(position);
}

/** Hits found in a part, at their places in the whole. */
export function shiftHits(hits: readonly Hit[], by: number): readonly Hit[] {
  return hits.map((hit) => ({ ...hit, start: hit.start + by, end: hit.end + by }));
}
