// Events whose values are other ones each time: what is kept of them to be judged by. Two tapes of a
// live system have nothing in common but their shapes, their ranges and their pace.

import { Sample } from "../timeline/sample.ts";
import type { Act } from "./act.ts";
import { type ContentRules, contentRules } from "./content_rules.ts";
import type { LiveField } from "./live_field.ts";
import { earlier } from "./live_order.ts";
import { type LiveGap, LiveSession, type LiveSpan } from "./live_session.ts";
import { LiveWalk } from "./live_walk.ts";
import { DEFAULT_RULES } from "./rules.ts";

export { judgeLive } from "./live_judge.ts";

export { looksLive } from "./looks_live.ts";
export type { LiveGap, LiveSession, LiveSpan } from "./live_session.ts";

/** Nearly all gaps of what comes regularly are at most so many times as long as the usual one. */
const REGULAR_FACTOR = 3;

/** One kind of act on one tape. Its answers must have come before an act is added. */
export class LiveTally {
  readonly #rules: ContentRules | undefined;
  #walk: LiveWalk | undefined;
  readonly #sessions = new Map<number, LiveSession>();
  readonly #gaps = new Sample("all");
  #latestIndex = -1;
  #latest: LiveSession | undefined;
  #count = 0;
  #asked = 0;
  #answered = 0;
  #firstAnswered: Act | undefined;
  #firstUnanswered: Act | undefined;

  /** Without rules nothing is ignored. */
  constructor(rules?: ContentRules) {
    this.#rules = rules;
  }

  /** Acts of one session come in their order; sessions may take turns. */
  add(act: Act, session: number): void {
    const place = this.#session(session);
    this.#walk ??= new LiveWalk(this.#rules ?? contentRules(DEFAULT_RULES, act.key));
    this.#walk.add(act, place.slot);
    this.#count++;
    if (act.asks) this.#ask(act);
    const gap = place.add(act);
    if (gap !== undefined) this.#gaps.add(gap);
  }

  /** Tells of a session that there is, and when its acts could come: it may have none. */
  session(index: number, span: LiveSpan): void {
    this.#session(index).span = span;
  }

  #session(index: number): LiveSession {
    if (index === this.#latestIndex && this.#latest !== undefined) return this.#latest;
    let session = this.#sessions.get(index);
    if (session === undefined) {
      session = new LiveSession(this.#sessions.size);
      this.#sessions.set(index, session);
    }
    this.#latestIndex = index;
    this.#latest = session;
    return session;
  }

  #ask(act: Act): void {
    this.#asked++;
    if (act.answer === undefined) {
      this.#firstUnanswered = earlier(this.#firstUnanswered, act);
      return;
    }
    this.#answered++;
    this.#firstAnswered = earlier(this.#firstAnswered, act);
  }

  /** By their index. */
  get sessions(): ReadonlyMap<number, LiveSession> {
    return this.#sessions;
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

  get firstAnswered(): Act | undefined {
    return this.#firstAnswered;
  }

  get firstUnanswered(): Act | undefined {
    return this.#firstUnanswered;
  }

  /** Undefined before the first act. */
  get root(): LiveField | undefined {
    return this.#walk?.root;
  }

  /** How often an act followed another of its session, and in how many milliseconds altogether. */
  get pace(): { readonly steps: number; readonly milliseconds: number } {
    let steps = 0;
    let milliseconds = 0;
    for (const session of this.#sessions.values()) {
      steps += Math.max(0, session.count - 1);
      milliseconds += session.milliseconds;
    }
    return { steps, milliseconds };
  }

  get medianGap(): number | undefined {
    return this.#gaps.median;
  }

  /** It comes by a clock, and not when a person wants it to. */
  get isRegular(): boolean {
    const { median, p95 } = this.#gaps;
    return median !== undefined && p95 !== undefined && p95 <= REGULAR_FACTOR * median;
  }

  get longestGap(): LiveGap | undefined {
    let longest: LiveGap | undefined;
    for (const { longestGap } of this.#sessions.values()) {
      if (longestGap === undefined) continue;
      if (longest === undefined || longestGap.milliseconds > longest.milliseconds) {
        longest = longestGap;
      }
    }
    return longest;
  }
}
