// What is different between two tapes. Left is the one that is known to be good.

import type { Value } from "../base/json.ts";
import type { Ending } from "../timeline/sessions_story.ts";
import type { Act, ActKey, ActSession, ActTape } from "./act.ts";
import type { DiffRules, NoiseRule } from "./rules.ts";

/** One place where two contents differ. */
export interface Difference {
  /** `$.room`, or `namespace`, `connect`, `type` for what is no value. */
  readonly path: string;
  /** Absent where there is nothing. */
  readonly left?: Value;
  readonly right?: Value;
  /** How far apart they are, where that can be said: `12.4 m`, `3.2 s`. */
  readonly distance?: string;
}

interface InSession {
  /** Which of the result's sessions it happened in. */
  readonly session: number;
}

export interface Missing extends InSession {
  readonly kind: "missing";
  readonly left: Act;
}

export interface Added extends InSession {
  readonly kind: "added";
  readonly right: Act;
  /** It says what its neighbour says, before or after it. */
  readonly repeats?: Act;
}

export interface Changed extends InSession {
  readonly kind: "changed";
  readonly left: Act;
  readonly right: Act;
  readonly differences: readonly Difference[];
  /** A namespace was refused: so many acts in it could not come any more. */
  readonly consequences?: number;
}

export interface Moved extends InSession {
  readonly kind: "moved";
  readonly left: Act;
  readonly right: Act;
  /** So many acts of its side later (below 0: earlier). */
  readonly by: number;
}

export interface AnswerChanged extends InSession {
  readonly kind: "answer";
  readonly what: "lost" | "new" | "changed";
  readonly left: Act;
  readonly right: Act;
  readonly differences: readonly Difference[];
}

/** The same, but later: only looked for with `--timing`. */
export interface Late extends InSession {
  readonly kind: "late";
  /**
   * Since the act before it of its side, or since the question; the whole timeline; the median of
   * the session's heartbeats, or of the gaps between acts of one kind, told of the first of them.
   */
  readonly what: "gap" | "answer" | "drift" | "heartbeat" | "rate";
  readonly left: Act;
  readonly right: Act;
  readonly leftMilliseconds: number;
  readonly rightMilliseconds: number;
}

/** What is different about an event whose values live. */
export interface LiveChanged extends InSession {
  readonly kind: "live";
  readonly key: ActKey;
  readonly what: LiveChange["what"];
  readonly change: LiveChange;
  /** It is about the answers to such acts, not about what they say themselves. */
  readonly ofAnswers?: true;
}

export type LiveChange =
  /** A field that all had, or that none had. `count` of the tape where it is the odd one. */
  | {
    readonly what: "field-lost" | "field-new";
    readonly path: string;
    readonly count: number;
    readonly of: number;
    /** An act to look at: of the left tape for a lost field, else of the right one. */
    readonly example: Act;
    /** Of a lost field: an act of the right tape that does not have it. */
    readonly odd?: Act;
  }
  /** `null` or another type, where it was never one. */
  | {
    readonly what: "type";
    readonly path: string;
    readonly leftTypes: readonly string[];
    readonly rightTypes: readonly string[];
    readonly count: number;
    readonly of: number;
    readonly example: Act;
  }
  /** Numbers whose ranges do not overlap, or a constant that is another one. */
  | {
    readonly what: "range" | "constant";
    readonly path: string;
    readonly left: Value;
    readonly right: Value;
    readonly example: Act;
  }
  /** Events a second, in one session; the first act of it. */
  | {
    readonly what: "rate";
    readonly left: number;
    readonly right: number;
    readonly example: Act;
  }
  /** The longest silence between two of them, in milliseconds; the act after it. */
  | {
    readonly what: "gap";
    readonly left: number;
    readonly right: number;
    readonly example: Act;
  }
  /**
   * Nothing from the session's begin to the first of them, or from the last one to its end: in
   * milliseconds, and the longest such of the good tape; that first or last act.
   */
  | {
    readonly what: "silence";
    readonly where: "begin" | "end";
    readonly left: number;
    readonly right: number;
    readonly example: Act;
  }
  /** None of them in all of a session that lasted so long; the good tape's first one. */
  | {
    readonly what: "silence";
    readonly where: "whole";
    readonly left: number;
    readonly right: number;
    readonly expected: Act;
  }
  | LiveOrder
  /** What the good tape never says, once or a few times. */
  | {
    readonly what: "outlier";
    readonly how: "zero" | "negative" | "far" | "text";
    /** The first of the paths. */
    readonly path: string;
    /** All that say so in the same act, as both halves of a position. */
    readonly paths: readonly string[];
    /** What the good tape says: the least and the most, or all texts. */
    readonly usual: Value;
    /** The first one of that kind; the lowest and the farthest of numbers. */
    readonly value: Value;
    /** How many there are; of those that are far away only the farthest counts. */
    readonly count: number;
    readonly of: number;
    readonly example: Act;
  }
  /** Questions that were answered, in parts of all; the first that was not, or that is now. */
  | {
    readonly what: "answers";
    readonly left: number;
    readonly right: number;
    readonly example: Act;
  };

/** Counters or timestamps that always grew, and do not. */
export interface LiveOrder {
  readonly what: "order";
  /** Numbers of a counter that are told again, or left out. */
  readonly how: "back" | "still" | "repeated" | "skipped";
  /** The first of the paths. */
  readonly path: string;
  /** All that did so at the same act. */
  readonly paths: readonly string[];
  /** Steps back; so many in a row; numbers that are told again; numbers that are missing. */
  readonly count: number;
  readonly example: Act;
}

export interface EndingChanged extends InSession {
  readonly kind: "ending";
  readonly left: Ending;
  readonly right: Ending;
  /** So many acts of the longer one had no time to happen. */
  readonly consequences: number;
}

export interface SessionMissing extends InSession {
  readonly kind: "session-missing" | "session-added";
}

export type Finding =
  | Missing
  | Added
  | Changed
  | Moved
  | AnswerChanged
  | Late
  | LiveChanged
  | EndingChanged
  | SessionMissing;

/** How one kind of act fared over all sessions. */
export interface EventSummary {
  readonly key: ActKey;
  readonly left: number;
  readonly right: number;
  readonly same: number;
  readonly changed: number;
  readonly missing: number;
  readonly added: number;
  readonly moved: number;
  readonly late: number;
  /** Its values are other ones each time: compared by shape, range and rate. */
  readonly isLive: boolean;
}

/** Two sessions that belong together, or one that has no other. */
export interface SessionDiff {
  readonly left?: ActSession;
  readonly right?: ActSession;
  /** Nothing but noise. */
  readonly same: boolean;
  /** The two timelines side by side, made when it is asked for. */
  rows(): Iterable<Row>;
}

/** One line of two timelines side by side. */
export interface Row {
  readonly mark: "same" | "changed" | "missing" | "added" | "moved-away" | "moved-here";
  readonly left?: Act;
  readonly right?: Act;
  readonly finding?: Finding;
}

/** Where it began. */
export interface FirstDivergence {
  readonly finding: Finding;
  /** The last thing that was the same in that session. */
  readonly lastGood?: { readonly left: Act; readonly right: Act };
}

/** Something that two good tapes differ in, too, or that was allowed. */
export interface NoisyFinding {
  readonly finding: Finding;
  readonly rule: NoiseRule;
}

export interface DiffResult {
  readonly same: boolean;
  readonly left: ActTape;
  readonly right: ActTape;
  readonly sessions: readonly SessionDiff[];
  /** Client's first, then by how often they came. */
  readonly events: readonly EventSummary[];
  /** By session, in the order in which they happened on the left tape. */
  readonly findings: readonly Finding[];
  readonly first?: FirstDivergence;
  readonly noise: readonly NoisyFinding[];
  /** What was compared by, what was learned included. */
  readonly rules: DiffRules;
}
