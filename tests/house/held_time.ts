// Time in a test's hand: the clock stands still or leaps when it is told to, and timers that would be
// waited for are held, or are over at once. All others run as ever.

import { inTime } from "../peers/in_time.ts";

/** What becomes of a timer of so many milliseconds. */
export type Fate = "runs" | "held" | "over";

/** Everything is as before once it is disposed of. */
export class HeldTime implements Disposable {
  /** Every delay that was asked for, in order. */
  readonly delays: number[] = [];
  readonly #usual = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  readonly #now = performance.now.bind(performance);
  readonly #held = new Map<number, readonly [delay: number, act: () => void]>();
  #last = 0;
  #next = Promise.withResolvers<void>();
  #leapt = 0;
  #stoodAt: number | undefined;

  constructor(fateOf: (milliseconds: number) => Fate) {
    const { setTimeout, clearTimeout } = this.#usual;
    Reflect.set(
      globalThis,
      "setTimeout",
      (act: (...args: unknown[]) => void, delay = 0, ...args: unknown[]): unknown => {
        this.delays.push(delay);
        const fate = fateOf(delay);
        if (fate === "held") return this.#hold(delay, () => act(...args));
        return setTimeout(act, fate === "over" ? 0 : delay, ...args);
      },
    );
    Reflect.set(globalThis, "clearTimeout", (timer?: number): void => {
      if (timer === undefined || !this.#held.delete(timer)) clearTimeout(timer);
    });
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

  /** Until one of so many milliseconds is held. */
  async until(delay: number): Promise<void> {
    while (!this.#holds(delay)) await inTime(this.#next.promise, `a timer of ${delay} ms`);
  }

  /** The timers of so many milliseconds that are held, and were not called off, are over now. */
  end(delay: number): void {
    for (const [timer, [own, act]] of [...this.#held]) {
      // What another one of them called off is held no more.
      if (own === delay && this.#held.delete(timer)) act();
    }
  }

  [Symbol.dispose](): void {
    Object.assign(globalThis, this.#usual);
    Reflect.deleteProperty(performance, "now");
  }

  #holds(delay: number): boolean {
    return [...this.#held.values()].some(([own]) => own === delay);
  }

  /** No timer of the system's has a number like that. */
  #hold(delay: number, act: () => void): number {
    const timer = --this.#last;
    this.#held.set(timer, [delay, act]);
    this.#next.resolve();
    this.#next = Promise.withResolvers();
    return timer;
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
