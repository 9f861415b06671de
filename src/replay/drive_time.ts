// When a driven client says what, and how long it waits. The client's tempo is the tape's, at some
// speed; the server lives in its own time, so that its silences last as long as they did.

import type { Speed } from "./pace.ts";
import type { ReplaySession } from "./script.ts";

interface Moment {
  /** Of the tape. */
  readonly at: number;
}

/** How long a client in a hurry stays to hear what it does not expect, in milliseconds. */
export const LINGER = 100;

/** What is said later than this after the handshake was said for another reason. */
const OPENING = 1000;

export class DriveTime {
  readonly #start: number;
  readonly #opening: ReadonlySet<Moment>;
  readonly #speed: Speed;
  readonly #patience: number;
  /** By how much live time is ahead of the tape's, at the client's speed and at the server's. */
  #clientLag = -Infinity;
  #serverLag = -Infinity;
  #latest = 0;
  #latestAt = 0;

  constructor(session: Pick<ReplaySession, "at" | "steps">, speed: Speed, patience: number) {
    this.#start = session.at;
    this.#opening = openingOf(session);
    this.#speed = speed;
    this.#patience = patience;
  }

  begin(now: number): void {
    this.passed({ at: this.#start }, now);
  }

  /** It was said, or came. */
  passed(moment: Moment, now: number): void {
    this.#serverLag = Math.max(this.#serverLag, now - moment.at);
    this.#latest = now;
    this.#latestAt = moment.at;
    this.gaveUp(moment, now);
  }

  /** It did not come; the client goes on from here. */
  gaveUp(moment: Moment, now: number): void {
    this.#clientLag = Math.max(this.#clientLag, now - this.#scaled(moment));
  }

  /** When the client is to say it. */
  due(moment: Moment): number {
    const isAtOnce = this.#speed === "max" || this.#opening.has(moment);
    return isAtOnce ? this.#latest : this.#clientLag + this.#scaled(moment);
  }

  /** When the client is to say goodbye: even in a hurry the server may say what it has to. */
  goodbyeDue(moment: Moment): number {
    if (this.#speed !== "max") return this.due(moment);
    return this.#latest + Math.min(Math.max(0, moment.at - this.#latestAt), LINGER);
  }

  /** Until when the server's may come. */
  givesUpAt({ at }: Moment): number {
    return Math.max(this.#latest, this.#serverLag + at) + this.#patience;
  }

  #scaled({ at }: Moment): number {
    return this.#speed === "max" ? 0 : at / this.#speed;
  }
}

/**
 * The CONNECTs that a client says because it is in, not because it is time: while a tape's clock runs
 * the session would be upgraded, and servers tell whether they were asked before or after that.
 */
function openingOf({ at, steps }: Pick<ReplaySession, "at" | "steps">): ReadonlySet<Moment> {
  const first = steps.findIndex(({ from, meaning }) =>
    from !== "client" || meaning.kind !== "connect"
  );
  const opening = first < 0 ? steps : steps.slice(0, first);
  return new Set(opening.filter((step) => step.at - at < OPENING));
}
