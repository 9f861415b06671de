// Counts how one performance of a session goes. Times stand apart from the rest, which is the same
// whenever the same client does the same.

import type { Expectations } from "./expectations.ts";
import type { Unexpected } from "./outcome.ts";
import { describeIn } from "./meaning.ts";
import type { LostFrom } from "./resumption.ts";
import type { ReplaySession, Step } from "./script.ts";

/** A message that is later than this is counted as late. */
export const LATE_AFTER = 50;

/** How many missed or unserved steps are named. */
export const MAX_NAMED = 100;

/** A step of the tape that something is to be said of. */
export interface NamedStep {
  /** Its entry. */
  readonly line: number;
  /** `location:track in /sfa` */
  readonly what: string;
}

/** How one client's playing of a session went. */
export interface Performance {
  /** The recorded session, from 1. */
  readonly session: number;
  /** The line that the session began on. */
  readonly line: number;
  /** Whether anything may still happen. */
  readonly state: "playing" | "over";
  /** Steps on the tape: the server's to serve, the client's to match. */
  readonly loaded: number;
  /** The server's steps that the client was sent, and what was due for it when it left. */
  readonly served: number;
  /** The client's steps that came. */
  readonly matched: number;
  /** The client's steps that did not. */
  readonly missed: number;
  /** Of the missed those that were waited for in vain; the client left before the others. */
  readonly givenUp: number;
  /** What the client said beside the tape. */
  readonly unexpected: number;
  /** The server's steps that were not due yet, or that a fault kept from the client. */
  readonly unserved: number;
  /** Some of each, named. */
  readonly missedSteps: readonly NamedStep[];
  /** In the order in which they came. */
  readonly unexpectedMessages: readonly Unexpected[];
  /** In the tape's order. */
  readonly unservedSteps: readonly NamedStep[];
  /** Who ended it before all was done. */
  readonly endedBy?: EndedBy;
  /** In the client's (or the transport's) words, or in the fault's. */
  readonly reason?: string;
  /** Everything expected happened, and nothing else did. */
  readonly isGood: boolean;
  /** All was played, even if other things happened. */
  readonly isComplete: boolean;
  /** Nothing is left to happen: all was served, and matched or given up. */
  readonly isSettled: boolean;
  /** The only part that differs from run to run. */
  readonly times: {
    readonly late: number;
    readonly worstLateness: number;
    /** The client's number, in the order in which they came. */
    readonly client?: number;
    /** Due, but not sent yet when the client left; absent where there was nothing. */
    readonly unsent?: number;
  };
}

/** Who ended a performance; a fault is neither the client's doing nor the tape's. */
export type EndedBy = "client" | "server" | "fault";

export class Tally {
  readonly #session: ReplaySession;
  readonly #expectations: Expectations;
  readonly #served = new Set<number>();
  /** Played, and then kept from the client by a fault. */
  readonly #withheld = new Set<number>();
  /** Passed over by request, or an answer to what was asked over another connection. */
  readonly #excused = new Set<number>();
  /** How many had been served before this connection. */
  #inherited = 0;
  #late = 0;
  #worst = 0;
  #unsent = 0;
  #endedBy: EndedBy | undefined;
  #reason: string | undefined;

  constructor(session: ReplaySession, expectations: Expectations) {
    this.#session = session;
    this.#expectations = expectations;
  }

  isServed(step: Step): boolean {
    return this.#served.has(step.index);
  }

  served({ index }: Step, lateness: number): void {
    this.#served.add(index);
    if (lateness > LATE_AFTER) this.#late += 1;
    this.#worst = Math.max(this.#worst, lateness);
  }

  /** It need not be served. */
  excuse({ index }: Step): void {
    this.#excused.add(index);
  }

  get hasExcused(): boolean {
    return this.#excused.size > 0;
  }

  isExcused({ index }: Step): boolean {
    return this.#excused.has(index);
  }

  /** What was served until then, in that order, and the first that was lost. */
  servedUntil(
    from: LostFrom | undefined,
  ): { readonly kept: readonly number[]; readonly lost?: number } {
    const served = [...this.#served];
    const place = from === "connection" ? this.#inherited : served.indexOf(from ?? -1);
    const lost = served[place];
    return lost === undefined ? { kept: served } : { kept: served.slice(0, place), lost };
  }

  /** Goes on where another left off; of what it served this is kept. */
  resume(before: Tally, kept: ReadonlySet<number>): void {
    for (const index of kept) this.#served.add(index);
    for (const index of before.#withheld) if (kept.has(index)) this.#withheld.add(index);
    for (const index of before.#excused) this.#excused.add(index);
    for (const { index, from, answers } of this.#session.steps) {
      const asked = this.#session.steps[answers ?? -1];
      if (from === "client" || asked === undefined || kept.has(index)) continue;
      if (this.#expectations.stateOf(asked) === "met") this.#excused.add(index);
    }
    this.#inherited = kept.size;
    this.#late = before.#late;
    this.#worst = before.#worst;
    this.#unsent = before.#unsent;
  }

  /** A fault keeps it from the client. */
  withhold(index: number): void {
    this.#withheld.add(index);
  }

  /** It is sent after all. */
  release(index: number): void {
    this.#withheld.delete(index);
  }

  /** So many steps were due, and are not sent because the client has left. */
  dropped(count: number): void {
    this.#unsent += count;
  }

  /** A fault ends the connection: how the client then leaves says nothing. */
  cut(reason: string): void {
    this.#endedBy = "fault";
    this.#reason = reason;
  }

  left(reason: string | undefined): void {
    if (this.#endedBy !== undefined) return;
    this.#endedBy = "client";
    this.#reason = reason;
  }

  closed(): void {
    this.#endedBy ??= "server";
  }

  /** Steps that nobody needs count only if they happened. */
  performance(isOver: boolean): Performance {
    const missed: Step[] = [];
    const waiting: Step[] = [];
    const unserved: Step[] = [];
    let served = 0;
    let matched = 0;
    let givenUp = 0;
    let pending = 0;
    let toPlay = 0;
    for (const step of this.#session.steps) {
      if (step.from === "server") {
        // What crossed a goodbye comes or does not, by chance.
        if (step.isOptional) continue;
        const isPlayed = this.isServed(step);
        if (!isPlayed && this.isExcused(step)) continue;
        if (!isPlayed) toPlay += 1;
        if (isPlayed && !this.#withheld.has(step.index)) served += 1;
        else unserved.push(step);
        continue;
      }
      const state = this.#expectations.stateOf(step);
      if (state === "met") {
        if (!step.isOptional) matched += 1;
        continue;
      }
      if (state === "waived") continue;
      if (state === "missed" && !step.isOptional) givenUp += 1;
      if (!step.isOptional && !this.#expectations.isOff) {
        if (state === "waiting") pending += 1;
        (state === "missed" || isOver ? missed : waiting).push(step);
      }
    }
    const { unexpected } = this.#expectations;
    const isSettled = pending + toPlay === 0;
    // Who leaves when all is done, or is still there, is chance.
    const isEarly = !isSettled || this.#endedBy === "fault";
    const end = isEarly && this.#endedBy !== undefined ? { endedBy: this.#endedBy } : {};
    const reason = isEarly && this.#reason !== undefined ? { reason: this.#reason } : {};
    const isComplete = missed.length + waiting.length + unserved.length === 0;
    return {
      session: this.#session.number,
      line: this.#session.line,
      state: isOver || isSettled ? "over" : "playing",
      loaded: this.#session.steps.length,
      served,
      matched,
      missed: missed.length,
      givenUp,
      unexpected: unexpected.length,
      unserved: unserved.length,
      missedSteps: missed.slice(0, MAX_NAMED).map((step) => this.#name(step)),
      unexpectedMessages: unexpected.slice(0, MAX_NAMED),
      unservedSteps: unserved.slice(0, MAX_NAMED).map((step) => this.#name(step)),
      ...end,
      ...reason,
      isGood: isComplete && unexpected.length === 0,
      isComplete,
      isSettled,
      times: {
        late: this.#late,
        worstLateness: this.#worst,
        ...(this.#unsent > 0 ? { unsent: this.#unsent } : {}),
      },
    };
  }

  #name(step: Step): NamedStep {
    return { line: step.line, what: describeIn(step, this.#session.steps) };
  }
}
