// Timers of clients that a test ends when it likes: those of certain delays, each once, unless it
// was called off. All others run as ever.

export class HeldTimers implements Disposable {
  readonly #usual = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  readonly #held = new Map<number, readonly [delay: number, act: () => void]>();
  #last = 0;
  #next = Promise.withResolvers<void>();

  constructor(...delays: readonly number[]) {
    const { setTimeout, clearTimeout } = this.#usual;
    Reflect.set(
      globalThis,
      "setTimeout",
      (act: (...args: unknown[]) => void, delay = 0, ...args: unknown[]): unknown =>
        delays.includes(delay)
          ? this.#hold(delay, () => act(...args))
          : setTimeout(act, delay, ...args),
    );
    Reflect.set(globalThis, "clearTimeout", (timer?: number): void => {
      if (timer === undefined || !this.#held.delete(timer)) clearTimeout(timer);
    });
  }

  /** Until one of so many milliseconds runs. */
  async until(delay: number): Promise<void> {
    while (![...this.#held.values()].some(([own]) => own === delay)) await this.#next.promise;
  }

  /** Those of so many milliseconds are over. */
  end(delay: number): void {
    for (const [timer, [own, act]] of this.#held) {
      if (own !== delay) continue;
      this.#held.delete(timer);
      act();
    }
  }

  [Symbol.dispose](): void {
    Object.assign(globalThis, this.#usual);
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
