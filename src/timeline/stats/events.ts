// What is known of every event, by its sender, namespace and name.

import type { Side } from "../../base/side.ts";
import { Rate } from "./rate.ts";
import { OTHERS } from "./count.ts";
import { MAX_TRACKS_IN_ALL, type TrackBudget, Tracks } from "./tracks.ts";

/** How many events are counted apart; those that come after them are counted together. */
export const MAX_EVENTS = 200;

/** One event, and all that came of it. */
export class EventStats {
  readonly rate = new Rate();
  readonly tracks: Tracks;
  #bytes = 0;

  constructor(
    readonly from: Side,
    /** Empty for what is counted together. */
    readonly namespace: string,
    readonly name: string,
    budget: TrackBudget,
  ) {
    this.tracks = new Tracks(budget);
  }

  add(offset: number, bytes: number): void {
    this.rate.add(offset);
    this.#bytes += bytes;
  }

  get count(): number {
    return this.rate.total;
  }

  get bytes(): number {
    return this.#bytes;
  }
}

export class EventBook {
  readonly #events = new Map<string, EventStats>();
  readonly #budget: TrackBudget = { left: MAX_TRACKS_IN_ALL };
  /** Events come in rows of the same name. */
  #latest: EventStats | undefined;

  find(from: Side, namespace: string, name: string): EventStats {
    const latest = this.#latest;
    const isSame = latest !== undefined && latest.name === name &&
      latest.namespace === namespace && latest.from === from;
    if (isSame) return latest;
    const found = this.#events.get(`${from} ${namespace} ${name}`) ??
      this.#start(from, namespace, name);
    this.#latest = found;
    return found;
  }

  /** The most frequent first. */
  get list(): readonly EventStats[] {
    return [...this.#events.values()].toSorted((left, right) => right.count - left.count);
  }

  #start(from: Side, namespace: string, name: string): EventStats {
    if (this.#events.size < MAX_EVENTS) {
      const started = new EventStats(from, namespace, name, this.#budget);
      this.#events.set(`${from} ${namespace} ${name}`, started);
      return started;
    }
    const others = this.#events.get(`${from} ${OTHERS}`) ??
      new EventStats(from, "", OTHERS, this.#budget);
    this.#events.set(`${from} ${OTHERS}`, others);
    return others;
  }
}
