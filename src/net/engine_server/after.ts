// Timers as a parameter, so that heartbeats can be tested without waiting for them.

/** Calls once, after so long; what comes back calls it off. */
export type After = (milliseconds: number, action: () => void) => () => void;

export const systemAfter: After = (milliseconds, action) => {
  const timer = setTimeout(action, milliseconds);
  return () => clearTimeout(timer);
};
