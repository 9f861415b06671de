// Whether the values of an event live, by how much two tapes have in common of it.

/** How many acts of one kind there are, and how many of them both tapes have. */
export interface LiveCounts {
  readonly left: number;
  readonly right: number;
  /** With the same content on both tapes, each counted as often as the rarer side has it. */
  readonly sameContent: number;
  readonly sameShape: number;
}

/** Fewer say nothing of what is usual. */
export const FEWEST_LIVE = 3;

/** Whether the values of an event live: most are other ones, and look the same. */
export function looksLive({ left, right, sameContent, sameShape }: LiveCounts): boolean {
  const fewer = Math.min(left, right);
  if (fewer < FEWEST_LIVE) return false;
  return sameContent * 2 < fewer && sameShape * 2 >= fewer;
}
