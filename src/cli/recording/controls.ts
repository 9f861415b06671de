// What a person can do while a recording runs: set a mark (key m, or SIGUSR2), end it (Ctrl-C,
// SIGTERM, SIGHUP), and end it at once when that takes too long. Ctrl-Z is refused: it would stop us
// while `deno task` goes on waiting, and the terminal would be nobody's.

import type { Host } from "../host.ts";
import { SAME_SIGNAL_MILLISECONDS } from "../signal_board.ts";

/** Told whoever presses Ctrl-Z. */
export const NO_PAUSE = "Ctrl-Z does nothing here; Ctrl-C ends the recording";

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

export interface Controls extends Disposable {
  /**
   * Nothing can be done any more, and nothing does harm: keys are left alone, and a signal does not
   * keep us from telling how it went.
   */
  rest(): void;
}

export function listenForControls(options: ControlsOptions): Controls {
  const { host, mark, stop, hurry, now } = options;
  let isResting = false;
  let askedAt: number | undefined;
  const ends = host.onSignal(["SIGINT", "SIGTERM", "SIGHUP"], () => {
    if (isResting) return;
    if (askedAt === undefined) {
      askedAt = now();
      stop();
    } else if (now() - askedAt > SAME_SIGNAL_MILLISECONDS) {
      hurry();
    }
  });
  const marks = host.onSignal(["SIGUSR2"], () => {
    if (!isResting) mark();
  });
  let refusedAt = -Infinity;
  const pauses = host.onSignal(["SIGTSTP"], () => {
    if (isResting || now() - refusedAt <= SAME_SIGNAL_MILLISECONDS) return;
    refusedAt = now();
    host.stderr.write(`\n${NO_PAUSE}\n`);
  });
  const keys = options.keys
    ? host.stdin.onKey((key) => {
      if (key === "m" || key === "M") mark();
    })
    : undefined;
  return {
    rest(): void {
      isResting = true;
      keys?.[Symbol.dispose]();
    },
    [Symbol.dispose](): void {
      ends[Symbol.dispose]();
      marks[Symbol.dispose]();
      pauses[Symbol.dispose]();
      if (!isResting) keys?.[Symbol.dispose]();
    },
  };
}
