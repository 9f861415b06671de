// What is to become of a moment, as edits decide it, and what is told of an edit that cannot be made.

import type { JsonValue, Value } from "../../base/json.ts";
import type { Moment } from "../moment.ts";

/** Something that an edit could not do; the line stays as it was. */
export interface ConvertProblem {
  /** The number of the line on the tape that is converted. */
  readonly line: number;
  readonly reason: string;
}

/** An event that is put behind a moment. */
export interface Addition {
  readonly name: string;
  readonly args: readonly JsonValue[];
}

/** All fields may be there at once; none means that the moment stays as it is. */
export interface Outcome {
  readonly drop?: true;
  /** The packet's data as it shall be. */
  readonly data?: Value;
  /** How many more of it there shall be. */
  readonly copies?: number;
  readonly additions?: readonly Addition[];
}

/** `isLast`: the line has no further moment. */
export type Decide = (moment: Moment, isLast: boolean) => Outcome | undefined;
