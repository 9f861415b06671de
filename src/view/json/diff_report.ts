// A comparison as data, for programs: what `diff --json` prints and what the testing library hands
// out. docs/diff-json.md promises it; how the comparison counts inside is no part of it.

import type { JsonValue } from "../../base/json.ts";
import type { Ender, Side } from "../../base/side.ts";
import type { NoiseKind } from "../../diff/rules.ts";
import type { KeyReport, LineReport, LiveReport } from "./live_report.ts";

export type * from "./live_report.ts";

/** What is different between two tapes. Times are milliseconds since the start of their tape. */
export interface DiffReport {
  /** Nothing differs but noise. */
  readonly same: boolean;
  /** The tape that is known to be good. */
  readonly left: TapeReport;
  /** The other one. */
  readonly right: TapeReport;
  /** Which sessions belong together. */
  readonly sessions: readonly SessionPairReport[];
  /** Where it began; absent when all is the same. */
  readonly first?: FirstReport;
  /** How each event fared, over all sessions. */
  readonly events: readonly EventReport[];
  /** What differs, by session. */
  readonly findings: readonly FindingReport[];
  /** What differs and does not count. */
  readonly noise: readonly NoiseReport[];
}

/** A whole tape. */
export interface TapeReport {
  /** As it was named. */
  readonly name: string;
  /** Lines but the header. */
  readonly entries: number;
  /** Its last moment. */
  readonly milliseconds: number;
  /** By the wall clock. */
  readonly startedAt: string;
  /** What is on it. */
  readonly sessions: readonly TapeSessionReport[];
  /** What there is to say of the tape itself: that it was cut short. */
  readonly notes: readonly string[];
}

/** A session of a tape. */
export interface TapeSessionReport {
  /** Counts the sessions of the tape from 1. */
  readonly number: number;
  /** `session`, `refusal`, `websocket` or `http`. */
  readonly kind: string;
  /** For people. */
  readonly label: string;
  /** When it began. */
  readonly at: number;
  /** How many acts the client has. */
  readonly client: number;
  /** How many acts the server has. */
  readonly server: number;
  /** Absent where nobody knows, and of `http`. */
  readonly ending?: EndingReport;
}

/** How a session ended. */
export interface EndingReport {
  /** As `inspect --sessions --json` has it. */
  readonly kind: string;
  /** When. */
  readonly at: number;
  /** Who ended it, where that is known. */
  readonly by?: Ender;
  /** The close code. */
  readonly code?: number;
  /** In the words of the side that ended it. */
  readonly reason?: string;
}

/** The numbers of a session on both tapes. */
export interface PairReport {
  /** On the good tape. */
  readonly left?: number;
  /** On the other one. */
  readonly right?: number;
}

/** Two sessions that belong together, or one that has no other. */
export interface SessionPairReport extends PairReport {
  /** Nothing differs in it but noise. */
  readonly same: boolean;
}

/** What was carried: `args` of an event, `value` of anything else. */
export interface ContentReport {
  /** Of an event. */
  readonly args?: JsonValue;
  /** Of anything else. */
  readonly value?: JsonValue;
}

/** What one side did, whatever carried it. */
export interface ActReport extends KeyReport, ContentReport {
  /** Where it stands on its tape. */
  readonly line: number;
  /** Which packet of a polling body. */
  readonly part: number;
  /** When. */
  readonly at: number;
  /** What came back. */
  readonly answer?: AnswerReport;
}

/** What came back. */
export interface AnswerReport extends ContentReport {
  /** Where it stands on its tape. */
  readonly line: number;
  /** When. */
  readonly at: number;
}

/** How one kind of act fared. */
export interface EventReport extends KeyReport {
  /** How many the good tape has. */
  readonly left: number;
  /** How many the other one has. */
  readonly right: number;
  /** How many are the same. */
  readonly same: number;
  /** How many say something else. */
  readonly changed: number;
  /** How many only the good tape has. */
  readonly missing: number;
  /** How many only the other one has. */
  readonly added: number;
  /** How many came in another place. */
  readonly moved: number;
  /** How many came late. */
  readonly late: number;
  /** Its values are other ones each time: only shape, ranges, rate and order were compared. */
  readonly live: boolean;
}

/** The first thing that differs, and the last before it that was the same. */
export interface FirstReport {
  /** What differs. */
  readonly finding: FindingReport;
  /** The last that was the same in that session. */
  readonly lastGood?: SidesReport;
}

/** An act of each tape. */
export interface SidesReport {
  /** On the good tape. */
  readonly left: ActReport;
  /** On the other one. */
  readonly right: ActReport;
}

/** One place where two contents differ. */
export interface DifferenceReport {
  /** `$.room`; `namespace`, `connect` or `type` for what is no value. */
  readonly path: string;
  /** Absent where there is nothing. */
  readonly left?: JsonValue;
  /** Absent where there is nothing. */
  readonly right?: JsonValue;
  /** How far apart positions or times are: `12.4 m`, `3.2 s`. */
  readonly distance?: string;
}

/** One thing that differs. */
export type FindingReport =
  & { readonly session: PairReport }
  & (
    | { readonly kind: "missing"; readonly left: ActReport }
    | { readonly kind: "added"; readonly right: ActReport; readonly repeats?: LineReport }
    | ChangedReport
    | SidesReport & { readonly kind: "moved"; readonly by: number }
    | SidesReport & {
      readonly kind: "answer";
      readonly what: "lost" | "new" | "changed";
      readonly differences: readonly DifferenceReport[];
    }
    | SidesReport & {
      readonly kind: "late";
      readonly what: "gap" | "answer" | "drift" | "heartbeat" | "rate";
      readonly leftMilliseconds: number;
      readonly rightMilliseconds: number;
    }
    | LiveReport & { readonly kind: "live" }
    | {
      readonly kind: "ending";
      readonly left: EndingReport;
      readonly right: EndingReport;
      readonly consequences: number;
    }
    | { readonly kind: "session-missing" | "session-added" }
  );

/** An act that says something else. */
export interface ChangedReport extends SidesReport {
  /** The tag of these findings. */
  readonly kind: "changed";
  /** Where, and what stands there. */
  readonly differences: readonly DifferenceReport[];
  /** So many acts could not come after a refusal. */
  readonly consequences?: number;
}

/** What is known to differ, and what it is about. */
export interface RuleReport {
  /** What it lets pass. */
  readonly kind: NoiseKind;
  /** Which difference of a live event, or of an answer; absent for any. */
  readonly what?: string;
  /** The event's name. */
  readonly event?: string;
  /** Its namespace. */
  readonly ns?: string;
  /** Who says it. */
  readonly from?: Side;
  /** Of a value. */
  readonly path?: string;
}

/** A difference that does not count, and why. */
export interface NoiseReport {
  /** Why it does not count. */
  readonly rule: RuleReport;
  /** What differs. */
  readonly finding: FindingReport;
}
