// The numbers and texts of a place that stand apart: the farthest, zeros, negative ones, texts of a
// small closed set. What the good tape never says is an outlier, if it is sure of that.

import { Sample } from "../timeline/sample.ts";
import type { Act } from "./act.ts";
import { earlier, type Seen } from "./live_order.ts";

/** A field with more texts than that has no closed set of them. */
export const MOST_TEXTS = 5;

export class LiveExtremes {
  readonly zeros: Seen = { count: 0, act: undefined };
  readonly negatives: Seen = { count: 0, act: undefined };
  /** What most of them are. */
  readonly sample = new Sample("all");
  mostIn: Act | undefined;
  #most = -Infinity;

  add(value: number, act: Act): void {
    this.sample.add(value);
    if (value <= 0) {
      const seen = value === 0 ? this.zeros : this.negatives;
      seen.count++;
      seen.act = earlier(seen.act, act);
    }
    if (value <= this.#most) return;
    this.#most = value;
    this.mostIn = act;
  }
}

export class LiveTexts {
  readonly #seen = new Map<string, Seen>();
  #isClosed = true;

  add(text: string, act: Act): void {
    if (!this.#isClosed) return;
    const known = this.#seen.get(text);
    if (known !== undefined) {
      known.count++;
      if (known.act !== undefined && act.line < known.act.line) known.act = act;
    } else if (this.#seen.size < MOST_TEXTS) this.#seen.set(text, { count: 1, act });
    else {
      this.#isClosed = false;
      this.#seen.clear();
    }
  }

  /** Undefined when there are too many. */
  get closed(): ReadonlyMap<string, Seen> | undefined {
    return this.#isClosed ? this.#seen : undefined;
  }
}
