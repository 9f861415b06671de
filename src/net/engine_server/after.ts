// Timers as a parameter, so that heartbeats can be tested without waiting for them.

import { clearImmediate, setImmediate } from "node:timers";

/** Calls once, after so long; what comes back calls it off. */
export type After = (milliseconds: number, action: () => void) => () => void;

export const systemAfter: After = (milliseconds, action) => {
  if (milliseconds <= 0) {
    // In the next turn, which a timer would miss by a millisecond or two.
    const immediate = setImmediate(action);
    return () => clearImmediate(immediate);
  }
  const timer = setTimeout(action, milliseconds);
  return () => clearTimeout(timer);
};
