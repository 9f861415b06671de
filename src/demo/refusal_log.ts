// Who is refused and why, as a line each: few a second, since a client that is refused tries again at
// once and for ever. Never what the client brought: that may be a token.

import { printable } from "../view/terminal/event_line.ts";

/** Tells that `who` was refused, and why. */
export type RefusalLog = (who: string, why: string) => void;

/** So many lines a second; the next refusal in a later second tells how many there were besides. */
export const MAX_REFUSALS = 10;

const SECOND = 1000;

/** `now` gives milliseconds that only grow. */
export function refusalLog(
  log: ((line: string) => void) | undefined,
  now: () => number = () => performance.now(),
): RefusalLog {
  let since = -Infinity;
  let said = 0;
  let unsaid = 0;
  return (who, why) => {
    if (log === undefined) return;
    if (now() - since >= SECOND) {
      if (unsaid > 0) log(`refused    ${unsaid} more`);
      since = now();
      said = 0;
      unsaid = 0;
    }
    if (said < MAX_REFUSALS) {
      said += 1;
      log(`refused    ${printable(who)}  ${printable(why)}`);
    } else unsaid += 1;
  };
}
