// What a bench is: a name to ask for it by, and a run that prints its figures.

export interface Bench {
  readonly name: string;
  /** What it measures beside what, half a sentence. */
  readonly summary: string;
  /** Measures and prints: one line a figure, its yardstick from the same run beside it. */
  run(): Promise<void>;
}
