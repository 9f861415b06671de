// A program that was started to be talked to, as whoever may start programs hands it to those who may
// only use them.

export interface PipedChild {
  readonly stdin: WritableStream<Uint8Array>;
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  /** Its exit code, once it has ended. */
  readonly code: Promise<number>;
  /** Does nothing when it has ended. */
  kill(signal: "SIGKILL"): void;
}

/** Starts a program with the environment of this one; throws when there is none. */
export type SpawnPiped = (command: readonly string[]) => PipedChild;
