// A client that is led astray tries again or waits for ever: that must fail a test, not hang it.

/** Those of the system, whoever else has others put in their place: patience runs by no held time. */
const { setTimeout, clearTimeout } = globalThis;

/** Many times what a playing takes on a busy machine. */
const PATIENCE_MILLISECONDS = 20_000;

export async function inTime<Result>(work: PromiseLike<Result>, what: string): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const error = new Error(`Waited ${PATIENCE_MILLISECONDS} ms for ${what}`);
  const timer = setTimeout(() => late.reject(error), PATIENCE_MILLISECONDS);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
