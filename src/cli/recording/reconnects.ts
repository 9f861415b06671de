// How often the one client of a recording came back with a new session, and how long it was away. Only
// sums are kept: a target may come and go all night.

/** Times in milliseconds. */
export interface ReconnectFigures {
  readonly count: number;
  /** From a connection's end until the next one carried a session, all times together. */
  readonly away: number;
  readonly longest: number;
}

export class Reconnects {
  #isFirst = true;
  #figures: ReconnectFigures = { count: 0, away: 0, longest: 0 };

  get figures(): ReconnectFigures {
    return this.#figures;
  }

  /** Told of every session, with how long nobody had been connected before it. */
  began(milliseconds: number): void {
    if (this.#isFirst) {
      this.#isFirst = false;
      return;
    }
    const { count, away, longest } = this.#figures;
    this.#figures = {
      count: count + 1,
      away: away + milliseconds,
      longest: Math.max(longest, milliseconds),
    };
  }
}
