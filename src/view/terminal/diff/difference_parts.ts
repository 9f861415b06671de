// Where two contents differ: the path, the old value and the new one.

import type { Difference } from "../../../diff/result.ts";
import { cut, printable } from "../event_line.ts";
import { valueText } from "./act_text.ts";
import { type Part, widthOf } from "../parts.ts";
import { fitPair } from "./value_pair.ts";

const ARROW = " → ";

/** `$.room  "track_222222" → "track_19"`, in at most so many columns. */
export function differenceParts(difference: Difference, columns: number): readonly Part[] {
  const { left, right } = sidesOf(difference);
  const path: Part = [`${cut(printable(difference.path), Math.max(20, columns / 2))}  `];
  const distance: Part = [distanceText(difference), "dim"];
  const room = columns - widthOf([path, [ARROW], distance]);
  const [from, to] = fitPair(left, right, room);
  return [path, [from, "red"], [ARROW, "dim"], [to, "green"], distance];
}

/** The two values as text; a string "nothing" would stand in quotes. */
export function sidesOf({ left, right }: Difference): {
  readonly left: string;
  readonly right: string;
} {
  return {
    left: left === undefined ? "nothing" : valueText(left),
    right: right === undefined ? "nothing" : valueText(right),
  };
}

export function distanceText({ distance }: Difference): string {
  return distance === undefined ? "" : `  (${printable(distance)} apart)`;
}
