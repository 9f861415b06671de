// Time as a parameter. Everything that says when something happened is handed a Clock; only the
// system's clock, here, looks at the system.

export interface Clock {
  /** Milliseconds since the clock began, monotonic, to the microsecond. */
  now(): number;
  /** The wall clock, for a tape's header only: it may jump. */
  wallTime(): Date;
}

/** A clock that begins now. */
export function systemClock(): Clock {
  const beginning = performance.now();
  return {
    now: () => toMicrosecond(performance.now() - beginning),
    wallTime: () => new Date(),
  };
}

/** A clock that stands still until it is told to go on, for tests and for stepping. */
export class ManualClock implements Clock {
  readonly #beginning: Date;
  #now = 0;

  constructor(beginning = new Date(0)) {
    this.#beginning = beginning;
  }

  now(): number {
    return this.#now;
  }

  wallTime(): Date {
    return new Date(this.#beginning.getTime() + this.#now);
  }

  advance(milliseconds: number): void {
    if (!(milliseconds >= 0)) {
      throw new RangeError(`Cannot advance the clock by ${milliseconds} ms: it is monotonic`);
    }
    this.#now = toMicrosecond(this.#now + milliseconds);
  }
}

function toMicrosecond(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
