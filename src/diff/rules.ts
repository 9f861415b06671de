// What counts as a difference: the user's rules, and what was learned from two good tapes.

import type { Side } from "../base/side.ts";
import type { Path } from "../timeline/filter/path.ts";
import type { Layer } from "../timeline/moment.ts";

/** A path into what an event carries (`$` as elsewhere), of all events or of one. */
export interface PathRule {
  readonly path: Path;
  /** The event's name; absent for all of them. */
  readonly event?: string;
}

export interface ToleranceRule extends PathRule {
  /** Numbers may be so far from each other. */
  readonly amount: number;
}

export interface KeyRule extends PathRule {
  /** Items of this list belong together when they have the same of this. */
  readonly key: string;
}

/** How much later is late. */
export interface TimingRules {
  /** A gap, an answer or a round trip may take so many milliseconds longer … */
  readonly milliseconds: number;
  /** … and so many times as long: both must be exceeded. */
  readonly factor: number;
  /** The first moment at which the timelines are further apart than this is told. */
  readonly drift: number;
}

/** What differs between two good tapes, too. */
export type NoiseKind =
  | "value"
  | "presence"
  | "order"
  | "answer"
  | "live"
  | "timing"
  | "ending"
  | "session";

export interface NoiseRule {
  readonly kind: NoiseKind;
  /** Which difference of a live event or an answer; absent for any. */
  readonly what?: string;
  /** What it is about; absent for endings and sessions. */
  readonly event?: string;
  readonly namespace?: string;
  readonly from?: Side;
  /** Of a value. */
  readonly path?: string;
}

export interface DiffRules {
  /** `event` (which is `socket` too), or deeper. */
  readonly layer: Layer;
  /** All values are compared exactly: none are taken for live. */
  readonly exact: boolean;
  readonly ignore: readonly PathRule[];
  /** Names of events, or of namespaces (they begin with `/`); empty for all. */
  readonly only: readonly string[];
  readonly tolerances: readonly ToleranceRule[];
  /** Metres between two positions that are the same. */
  readonly geo?: number;
  /** Milliseconds between two timestamps that are the same. */
  readonly time?: number;
  /** Lists whose order means nothing. */
  readonly sets: readonly PathRule[];
  readonly keys: readonly KeyRule[];
  readonly timing?: TimingRules;
  readonly noise: readonly NoiseRule[];
}

/** Nothing is ignored but what always differs. */
export const DEFAULT_RULES: DiffRules = {
  layer: "event",
  exact: false,
  ignore: [],
  only: [],
  tolerances: [],
  sets: [],
  keys: [],
  noise: [],
};

/** What `--timing` takes for late. */
export const DEFAULT_TIMING: TimingRules = { milliseconds: 100, factor: 2, drift: 1000 };
