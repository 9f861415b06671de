// Why nothing was shown, when the reason is known: a line or a connection that the tape does not have,
// or everything folded away.

import type { Moment } from "../../timeline/moment.ts";
import type { Selector } from "./selector.ts";

/** Told of every moment, in order. */
export class Nothing {
  readonly #selector: Selector;
  readonly #missing: Set<number>;
  #lastLine = 1;

  constructor(selector: Selector) {
    this.#selector = selector;
    this.#missing = new Set(selector.conns);
  }

  receive({ line, conn }: Moment): void {
    if (line.number > this.#lastLine) this.#lastLine = line.number;
    if (conn !== undefined && this.#missing.size > 0) this.#missing.delete(conn);
  }

  /** One line for people; what was not read to its end may have it yet. */
  reason(isWhole: boolean): string {
    const { around, folded, conns } = this.#selector;
    if (isWhole && around !== undefined && around > this.#lastLine) {
      return `nothing fits: there is no line ${around}, the last with traffic is ${this.#lastLine}`;
    }
    if (folded.size > 0) return "all that fits is folded away: --all shows it";
    if (isWhole && conns.length > 0 && this.#missing.size === conns.length) {
      const numbers = conns.join(" or ");
      return `nothing fits: there is no connection ${numbers} on this tape`;
    }
    return "nothing fits";
  }
}
