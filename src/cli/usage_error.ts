// A mistake on the command line: the user's to mend, so it is told with advice and exit code 2.

export class UsageError extends Error {
  override readonly name = "UsageError";
  /** What to do instead, a sentence. */
  readonly advice: string | undefined;

  constructor(message: string, advice?: string) {
    super(message);
    this.advice = advice;
  }
}
