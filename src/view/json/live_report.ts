// What is different about live values, as data: a part of what `diff --json` prints.

import type { JsonValue } from "../../base/json.ts";
import type { Side } from "../../base/side.ts";
import type { ActKind } from "../../diff/act.ts";

/** What kind of act it is. */
export interface KeyReport {
  /** Who did it. */
  readonly from: Side;
  /** What kind of act it is. */
  readonly kind: ActKind;
  /** `/` where there is none. */
  readonly ns: string;
  /** An event's name; what it is otherwise. */
  readonly name: string;
}

/** An act to look at. */
export interface LineReport {
  /** Where it stands on its tape. */
  readonly line: number;
}

/** Where to look for what is different about live values. */
export interface PlacesReport {
  /** Of the other tape; of a field that is lost, of the good one. */
  readonly example?: LineReport;
  /** Of the other tape: it lacks a field that is lost. */
  readonly odd?: LineReport;
  /** Of the good tape: none of them came on the other one. */
  readonly expected?: LineReport;
}

/** What is different about an event whose values live. */
export type LiveReport =
  & PlacesReport
  & {
    readonly event: KeyReport;
    /** It is about the answers to such events, not about what they say themselves. */
    readonly ofAnswers?: true;
  }
  & (
    | {
      readonly what: "field-lost" | "field-new";
      readonly path: string;
      readonly count: number;
      readonly of: number;
    }
    | {
      readonly what: "type";
      readonly path: string;
      readonly left: readonly string[];
      readonly right: readonly string[];
      readonly count: number;
      readonly of: number;
    }
    | {
      readonly what: "range" | "constant";
      readonly path: string;
      readonly left: JsonValue;
      readonly right: JsonValue;
    }
    | {
      readonly what: "rate" | "gap" | "answers";
      readonly left: number;
      readonly right: number;
    }
    | {
      /** Before the first, after the last, or in all of the session: in milliseconds. */
      readonly what: "silence";
      readonly where: "begin" | "end" | "whole";
      readonly left: number;
      readonly right: number;
    }
    | {
      /** A counter or a time that always grew, and does not. */
      readonly what: "order";
      readonly how: "back" | "still" | "repeated" | "skipped";
      readonly path: string;
      /** All places that did so at the same act. */
      readonly paths: readonly string[];
      /** Steps back; so many in a row; numbers that came again; numbers that are missing. */
      readonly count: number;
    }
    | {
      /** What the good tape never says, once or a few times. */
      readonly what: "outlier";
      readonly how: "zero" | "negative" | "far" | "text";
      readonly path: string;
      /** All that say so in the same act, as both halves of a position. */
      readonly paths: readonly string[];
      /** What the good tape says: the least and the most, or all texts. */
      readonly usual: JsonValue;
      readonly value: JsonValue;
      readonly count: number;
      readonly of: number;
    }
  );
