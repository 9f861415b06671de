// How far the tape came that a full disk cut short: which secrets are hidden on it, and until when it
// tells. Lines that came together are written together, so lines may be lost that were counted.

/** What stands on the tape with its first so many lines. */
export interface Written {
  readonly lines: number;
  /** Secrets hidden. */
  readonly hidden: number;
  /** Milliseconds. */
  readonly at: number;
}

export class WrittenLines {
  #bytes = -1;
  /** Since the disk last took something. */
  #checkpoints: Written[] = [];

  /** Told after every line; `bytes`: what the disk took so far, while later lines may wait. */
  written(bytes: number, checkpoint: Written): void {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      // What was told last may be the newest line that the disk took.
      this.#checkpoints = this.#checkpoints.slice(-1);
    }
    this.#checkpoints.push(checkpoint);
  }

  /** On the first so many lines, which is as many as the disk took. */
  upTo(lines: number): Written {
    const found = this.#checkpoints.findLast((checkpoint) => checkpoint.lines <= lines);
    return found ?? { lines, hidden: 0, at: 0 };
  }
}
