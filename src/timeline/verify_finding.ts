// What can be found wrong with a tape, and how a whole look at one came out.

/** How much it matters: an error makes the tape say something untrue, a warning is worth a look. */
export type Severity = "error" | "warning";

/** What was looked at, `area/name`. */
export type FindingRule =
  | "tape/header"
  | "tape/line"
  | "tape/torn"
  | "tape/cut-short"
  | "tape/end"
  | "tape/order"
  | "entry/base64"
  | "entry/length"
  | "entry/redacted"
  | "event/of"
  | "event/raw"
  | "event/missing"
  | "http/pair"
  | "conn/life"
  | "secret/left";

/** One thing that is wrong, and where. */
export interface Finding {
  /** The number of the line; the header is 1. */
  readonly line: number;
  /** The field, as `redacted` would name it, when it is about one. */
  readonly field?: string;
  readonly rule: FindingRule;
  readonly severity: Severity;
  /** One sentence for people. */
  readonly text: string;
}

/** The findings are told one by one; this is what remains to be said at the end. */
export interface Verdict {
  readonly entries: number;
  readonly events: number;
  /** Lines of which something was hidden. */
  readonly hiddenLines: number;
  readonly errors: number;
  readonly warnings: number;
  /** `cut-short` and `torn` are no errors of what stands there. */
  readonly ending: "whole" | "cut-short" | "torn";
  /** Secrets were not looked for: the tape says that they were kept. */
  readonly secretsKept: boolean;
}
