// What can be wrong with a tape that is read. One bad line is a TapeProblem, which its reader may
// collect; thrown, it is a TapeError, which says the line, the value and what was expected.

/** One line that cannot be read, or the tape as a whole. */
export interface TapeProblem {
  /** The number of the line; the header is 1. */
  readonly line: number;
  /** The value and what was expected instead: `"at" is "soon", expected a number`. */
  readonly reason: string;
}

/** A tape, or a line of it, cannot be read. */
export class TapeError extends Error implements TapeProblem {
  /** The name of its class. */
  override readonly name = "TapeError";
  readonly line: number;
  readonly reason: string;

  /** Makes the error of a problem. */
  constructor(problem: TapeProblem) {
    super(describeProblem(problem));
    this.line = problem.line;
    this.reason = problem.reason;
  }
}

/** One sentence for people. */
export function describeProblem(problem: TapeProblem): string {
  const what = problem.line === 1 ? "the tape" : `entry ${problem.line}`;
  return `Cannot read ${what}: ${problem.reason}`;
}

/** How much of a bad value a message quotes. */
export const MAX_QUOTED_CHARACTERS = 60;

/** A value as JSON, shortened to what fits in a message. */
export function quoteValue(value: unknown): string {
  return shorten(JSON.stringify(value));
}

/** Text cut to what fits in a message. */
export function shorten(text: string): string {
  return text.length <= MAX_QUOTED_CHARACTERS ? text : `${text.slice(0, MAX_QUOTED_CHARACTERS)}…`;
}
