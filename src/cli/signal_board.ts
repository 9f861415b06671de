// Signals stay caught from the first time that anybody listens for one until the process has ended. A
// terminal sends Ctrl-C twice: the second one may come when the command has heard the first, told how
// it went and listens no more, and would kill it on its way out.

export type Signal = "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGUSR2" | "SIGTSTP";

/** A terminal hands `deno task`'s child every Ctrl-C twice: what comes this soon is the same one. */
export const SAME_SIGNAL_MILLISECONDS = 500;

/** What a signal's number is added to in the exit code of whom it ended, as shells have it. */
const ENDED_BY_SIGNAL = 128;

/** The numbers of those that end a process; POSIX has them in the description of `kill`. */
const ENDING: ReadonlyMap<Signal, number> = new Map([["SIGHUP", 1], ["SIGINT", 2], [
  "SIGTERM",
  15,
]]);

/** The system as far as signals need it. */
export interface SignalSystem {
  /** Catches such signals, for ever. */
  readonly catchSignal: (signal: Signal, caught: () => void) => void;
  readonly exit: (code: number) => void;
  /** Milliseconds, rising. */
  readonly now: () => number;
}

type Listener = (signal: Signal) => void;

export class SignalBoard {
  readonly #system: SignalSystem;
  readonly #listeners = new Map<Signal, readonly Listener[]>();
  /** When each was last heard and was no mere second of a pair. */
  readonly #heardAt = new Map<Signal, number>();

  constructor(system: SignalSystem) {
    this.#system = system;
  }

  /** Calls the listener for every such signal until disposed of. */
  listen(signals: readonly Signal[], listener: Listener): Disposable {
    // Whoever listens twice is told twice, and stops once at a time.
    const listen: Listener = (signal) => listener(signal);
    for (const signal of signals) this.#add(signal, listen);
    return {
      [Symbol.dispose]: (): void => {
        for (const signal of signals) this.#remove(signal, listen);
      },
    };
  }

  #add(signal: Signal, listener: Listener): void {
    const known = this.#listeners.get(signal);
    this.#listeners.set(signal, [...known ?? [], listener]);
    if (known === undefined) this.#system.catchSignal(signal, () => this.#caught(signal));
  }

  #remove(signal: Signal, listener: Listener): void {
    const others = (this.#listeners.get(signal) ?? []).filter((other) => other !== listener);
    this.#listeners.set(signal, others);
  }

  #caught(signal: Signal): void {
    const number = ENDING.get(signal);
    const isSame = number !== undefined && this.#isSame(signal);
    const listeners = this.#listeners.get(signal) ?? [];
    for (const listen of listeners) listen(signal);
    // Nobody is left to end it in good order: it ends all the same.
    if (listeners.length === 0 && number !== undefined && !isSame) {
      this.#system.exit(ENDED_BY_SIGNAL + number);
    }
  }

  /** The second of a pair: both are the same signal. */
  #isSame(signal: Signal): boolean {
    const now = this.#system.now();
    const heardAt = this.#heardAt.get(signal) ?? -Infinity;
    if (now - heardAt <= SAME_SIGNAL_MILLISECONDS) return true;
    this.#heardAt.set(signal, now);
    return false;
  }
}
