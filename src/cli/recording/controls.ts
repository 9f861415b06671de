// What a person can do while a recording runs: set a mark (key m, or SIGUSR2), end it (Ctrl-C,
// SIGTERM, SIGHUP), and end it at once when that takes too long.

import type { Host } from "../host.ts";

/** A terminal hands `deno task`'s child every Ctrl-C twice: what comes this soon is the same one. */
export const SAME_SIGNAL_MILLISECONDS = 500;

export interface ControlsOptions {
  readonly host: Host;
  /** Keys are read: the terminal is nobody else's. */
  readonly keys: boolean;
  readonly mark: () => void;
  readonly stop: () => void;
  /** The second wish to end it. */
  readonly hurry: () => void;
  /** Milliseconds, rising. */
  readonly now: () => number;
}

export function listenForControls(options: ControlsOptions): Disposable {
  const { host, mark, stop, hurry, now } = options;
  let askedAt: number | undefined;
  const ends = host.onSignal(["SIGINT", "SIGTERM", "SIGHUP"], () => {
    if (askedAt === undefined) {
      askedAt = now();
      stop();
    } else if (now() - askedAt > SAME_SIGNAL_MILLISECONDS) {
      hurry();
    }
  });
  const marks = host.onSignal(["SIGUSR2"], mark);
  const keys = options.keys
    ? host.stdin.onKey((key) => {
      if (key === "m" || key === "M") mark();
    })
    : undefined;
  return {
    [Symbol.dispose](): void {
      ends[Symbol.dispose]();
      marks[Symbol.dispose]();
      keys?.[Symbol.dispose]();
    },
  };
}
