// The end of a test never waits for ever: sockets and files are let go in good time, or without.

/** How long what should end at once may take, when the machine is busy. */
export const LAST_PATIENCE = 10_000;

/** Done when the work is, or after so many milliseconds. What goes wrong until then is thrown. */
export async function bounded(
  work: PromiseLike<unknown>,
  milliseconds = LAST_PATIENCE,
): Promise<void> {
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, milliseconds);
  try {
    await Promise.race([work, over.promise]);
  } finally {
    clearTimeout(timer);
  }
}
