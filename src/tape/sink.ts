// Where a tape's bytes go, and what its owner is told when they cannot. A full or lost disk is an
// error value, never an exception: whoever records a conversation must not end it.

/** A file that is open for writing. Its methods throw when the disk does not do as it is told. */
export interface TapeSink {
  /** Writes all of these bytes before it returns. Who keeps them must copy them. */
  write(bytes: Uint8Array): void;
  close(): void;
}

/** A tape could not be created, written or closed. */
export class TapeWriteError extends Error {
  override readonly name = "TapeWriteError";
}
