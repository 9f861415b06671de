// Time in a test's hand, while a command runs in this process: the clock stands still or leaps when
// it is told to, and timers that would be waited for are held, or are over at once.

/** What becomes of a timer of so many milliseconds. */
export type Fate = "runs" | "held" | "over";

/** Everything is as before once it is disposed of. */
export class HeldTime implements Disposable {
  /** Every delay that was asked for, in order. */
  readonly delays: number[] = [];
  readonly #setTimeout = globalThis.setTimeout;
  readonly #now = performance.now.bind(performance);
  readonly #held: (readonly [delay: number, callback: () => void])[] = [];
  #leapt = 0;
  #stoodAt: number | undefined;

  constructor(fateOf: (milliseconds: number) => Fate) {
    const start = this.#setTimeout.bind(globalThis);
    // A timer that is held is none: clearTimeout() takes any number.
    const held = -1;
    Reflect.set(
      globalThis,
      "setTimeout",
      (callback: (...args: unknown[]) => void, delay = 0, ...args: unknown[]): unknown => {
        this.delays.push(delay);
        const fate = fateOf(delay);
        if (fate === "held") this.#held.push([delay, (): void => callback(...args)]);
        return fate === "held" ? held : start(callback, fate === "over" ? 0 : delay, ...args);
      },
    );
    Reflect.set(performance, "now", () => (this.#stoodAt ?? this.#now()) + this.#leapt);
  }

  /** From now on it gets later by leaps only: however slow the machine is, nothing takes time. */
  stand(): void {
    this.#stoodAt ??= this.#now();
  }

  /** It is so much later. */
  leap(milliseconds: number): void {
    this.#leapt += milliseconds;
  }

  /** The timers of so many milliseconds that were held are over now. */
  end(delay: number): void {
    for (const [milliseconds, callback] of this.#held) if (milliseconds === delay) callback();
  }

  [Symbol.dispose](): void {
    globalThis.setTimeout = this.#setTimeout;
    Reflect.deleteProperty(performance, "now");
  }
}

/** The wall clock stands still until the result is disposed of. */
export function holdDate(at: Date): Disposable {
  const usual = globalThis.Date;
  globalThis.Date = new Proxy(usual, {
    construct: (target, args): Date => Reflect.construct(target, args.length === 0 ? [at] : args),
  });
  return {
    [Symbol.dispose](): void {
      globalThis.Date = usual;
    },
  };
}
