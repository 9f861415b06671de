// Pauses without the wait: what our clients ask for is remembered, and comes at once.

export interface HurriedTimers extends Disposable {
  /** The pauses that were asked for, in milliseconds. */
  readonly pauses: readonly number[];
}

/** Shorter ones are the runtime's own, longer ones are limits that must stay. */
const SHORTEST = 100;
const LONGEST = 9000;

export function hurryTimers(): HurriedTimers {
  const { setTimeout } = globalThis;
  const pauses: number[] = [];
  const hurried = (work: (...args: unknown[]) => void, pause = 0, ...args: unknown[]): unknown => {
    const isPause = pause >= SHORTEST && pause <= LONGEST;
    if (isPause) pauses.push(pause);
    return setTimeout(work, isPause ? 0 : pause, ...args);
  };
  Reflect.set(globalThis, "setTimeout", hurried);
  return {
    pauses,
    [Symbol.dispose](): void {
      globalThis.setTimeout = setTimeout;
    },
  };
}
