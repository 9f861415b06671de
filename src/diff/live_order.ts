// How a number of a live event goes on from act to act within its session: it grows, goes back,
// stands still, leaves numbers out. Counters and clocks have an order that must not break.

import type { Act } from "./act.ts";
import type { LiveOrder } from "./result.ts";

/** How often something was so, and in which act first. */
export interface Seen {
  count: number;
  act: Act | undefined;
}

/** A clock that stands still for so many acts, and … */
export const LONGEST_STILL = 10;
/** … for so many times as many as it ever did on the good tape. */
export const STILL_FACTOR = 5;

/** A number that is the same in so many acts, and never grows, stands still. */
const FEWEST_STILL = 4;

/** So many more is no counter that left numbers out, but one that counts something else. */
const MOST_SKIPPED = 1_000_000;

interface Latest {
  value: number;
  /** In so many acts in a row. */
  run: number;
  /** The first of them. */
  since: Act;
}

export class LiveOrderTally {
  /** How far the number went in all, there and back. */
  travel = 0;
  grew = 0;
  /** Steps of exactly one. */
  ones = 0;
  readonly back: Seen = { count: 0, act: undefined };
  readonly repeats: Seen = { count: 0, act: undefined };
  /** The longest row of acts with the same number, and its first act. */
  readonly still: Seen = { count: 0, act: undefined };
  /** Numbers that were left out, and the act behind the first of them. */
  readonly skipped: Seen = { count: 0, act: undefined };
  /** Of each session. */
  readonly #latest: (Latest | undefined)[] = [];

  add(value: number, session: number, act: Act): void {
    const latest = this.#latest[session];
    if (latest === undefined) {
      this.#latest[session] = { value, run: 1, since: act };
      return;
    }
    const step = value - latest.value;
    if (step === 0) {
      saw(this.repeats, 1, act);
      latest.run++;
      if (latest.run <= this.still.count) return;
      this.still.count = latest.run;
      this.still.act = latest.since;
      return;
    }
    latest.value = value;
    latest.run = 1;
    latest.since = act;
    if (step < 0) {
      saw(this.back, 1, act);
      this.travel -= step;
      return;
    }
    this.grew++;
    this.travel += step;
    if (step === 1) this.ones++;
    else saw(this.skipped, step - 1, act);
  }
}

function saw(seen: Seen, count: number, act: Act): void {
  seen.count += count;
  seen.act = earlier(seen.act, act);
}

export interface OddOrder {
  readonly how: LiveOrder["how"];
  readonly count: number;
  readonly act: Act;
}

/** What is odd about a number that always grew on the left. One thing at the most. */
export function oddOrder(
  left: LiveOrderTally,
  right: LiveOrderTally,
  isCounter: boolean,
): OddOrder | undefined {
  const { back, still, repeats, skipped } = right;
  if (back.act !== undefined) return { how: "back", count: back.count, act: back.act };
  if (still.act !== undefined && isStill(left, right)) {
    return { how: "still", count: still.count, act: still.act };
  }
  // It grew by one each time on the left.
  if (!isCounter || left.ones < left.grew) return undefined;
  if (repeats.act !== undefined) return { how: "repeated", count: repeats.count, act: repeats.act };
  if (skipped.act === undefined || skipped.count > MOST_SKIPPED) return undefined;
  return Number.isInteger(skipped.count)
    ? { how: "skipped", count: skipped.count, act: skipped.act }
    : undefined;
}

function isStill({ still: usual }: LiveOrderTally, { grew, still }: LiveOrderTally): boolean {
  if (grew === 0 && still.count >= FEWEST_STILL) return true;
  return still.count >= LONGEST_STILL && still.count > STILL_FACTOR * Math.max(1, usual.count);
}

/** Of one tape; sessions may be told one after the other. */
export function earlier(one: Act | undefined, other: Act): Act {
  return one === undefined || other.line < one.line ? other : one;
}
