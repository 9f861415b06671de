// Events whose values are other ones each time: what is kept of them to be judged by. Two tapes of a
// live system have nothing in common but their shapes, their ranges and their pace.

import { Sample } from "../timeline/sample.ts";
import type { Act } from "./act.ts";
import { type ContentRules, contentRules } from "./content_rules.ts";
import type { LiveField } from "./live_field.ts";
import { LiveWalk } from "./live_walk.ts";
import { DEFAULT_RULES } from "./rules.ts";

export { judgeLive } from "./live_judge.ts";

/** How many acts of one kind there are, and how many of them both tapes have. */
export interface LiveCounts {
  readonly left: number;
  readonly right: number;
  /** With the same content on both tapes, each counted as often as the rarer side has it. */
  readonly sameContent: number;
  readonly sameShape: number;
}

/** Fewer say nothing of what is usual. */
export const FEWEST_LIVE = 3;

/** Whether the values of an event live: most are other ones, and look the same. */
export function looksLive({ left, right, sameContent, sameShape }: LiveCounts): boolean {
  const fewer = Math.min(left, right);
  if (fewer < FEWEST_LIVE) return false;
  return sameContent * 2 < fewer && sameShape * 2 >= fewer;
}

/** One kind of act on one tape. Its answers must have come before an act is added. */
export class LiveTally {
  readonly #rules: ContentRules | undefined;
  #walk: LiveWalk | undefined;
  readonly #sessions = new Map<number, number>();
  readonly #lastAt: number[] = [];
  readonly #gaps = new Sample("all");
  #latestSession = -1;
  #latestSlot = 0;
  #count = 0;
  #asked = 0;
  #answered = 0;
  #milliseconds = 0;
  #longestGap: LiveGap | undefined;

  /** Without rules nothing is ignored. */
  constructor(rules?: ContentRules) {
    this.#rules = rules;
  }

  /** Acts of one session come in their order; sessions may take turns. */
  add(act: Act, session: number): void {
    const slot = this.#slot(session);
    this.#walk ??= new LiveWalk(this.#rules ?? contentRules(DEFAULT_RULES, act.key));
    this.#walk.add(act, slot);
    this.#count++;
    if (act.asks) {
      this.#asked++;
      if (act.answer !== undefined) this.#answered++;
    }
    const lastAt = this.#lastAt[slot];
    this.#lastAt[slot] = act.at;
    if (lastAt !== undefined) this.#gap(act.at - lastAt, act);
  }

  #slot(session: number): number {
    if (session === this.#latestSession) return this.#latestSlot;
    let slot = this.#sessions.get(session);
    if (slot === undefined) {
      slot = this.#sessions.size;
      this.#sessions.set(session, slot);
    }
    this.#latestSession = session;
    this.#latestSlot = slot;
    return slot;
  }

  #gap(milliseconds: number, act: Act): void {
    this.#milliseconds += milliseconds;
    this.#gaps.add(milliseconds);
    if (this.#longestGap === undefined || milliseconds > this.#longestGap.milliseconds) {
      this.#longestGap = { milliseconds, act };
    }
  }

  get count(): number {
    return this.#count;
  }

  get asked(): number {
    return this.#asked;
  }

  get answered(): number {
    return this.#answered;
  }

  /** Undefined before the first act. */
  get root(): LiveField | undefined {
    return this.#walk?.root;
  }

  /** How often an act followed another of its session, and in how many milliseconds altogether. */
  get pace(): { readonly steps: number; readonly milliseconds: number } {
    return { steps: this.#count - this.#sessions.size, milliseconds: this.#milliseconds };
  }

  get medianGap(): number | undefined {
    return this.#gaps.median;
  }

  get longestGap(): LiveGap | undefined {
    return this.#longestGap;
  }
}

/** A silence within a session, and the act that ended it. */
export interface LiveGap {
  readonly milliseconds: number;
  readonly act: Act;
}
