// Chance with a seed, so that a moment that failed can be had again: WIRETAPE_SEED=… repeats a run.

/** Whole numbers from 0 on, below `limit`. */
export type Chance = (limit: number) => number;

/** The same in every run: what comes by chance anyway is where the load is at that moment. */
export const SEED = Number(Deno.env.get("WIRETAPE_SEED") ?? 20_261_121);

/** Mulberry32: small, and the same everywhere. */
export function chanceOf(seed: number): Chance {
  let state = seed | 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}
