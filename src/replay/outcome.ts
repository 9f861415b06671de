// What hearing a message, or giving up waiting for one, leads to.

import type { Miss } from "./match.ts";
import type { Meaning } from "./meaning.ts";
import type { Step } from "./script.ts";

/** Something the client said that the tape does not have there. */
export interface Unexpected {
  /** `room:subscribe in /sfa` */
  readonly said: string;
  /** What the tape has there, and how it differs. */
  readonly miss?: Miss;
}

/** A step that what was said stands for. */
export interface Met {
  readonly step: Step;
  readonly said: Meaning;
}

export interface Outcome {
  readonly met: readonly Met[];
  readonly missed: readonly Step[];
  readonly unexpected: readonly Unexpected[];
}

export const NOTHING: Outcome = { met: [], missed: [], unexpected: [] };

export function join(left: Outcome, right: Outcome): Outcome {
  if (right === NOTHING) return left;
  return {
    met: [...left.met, ...right.met],
    missed: [...left.missed, ...right.missed],
    unexpected: [...left.unexpected, ...right.unexpected],
  };
}
