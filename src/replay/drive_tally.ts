// Counts how driving one session goes, and keeps what is not as on the tape.

import type { Answers } from "./drive_answers.ts";
import {
  type DriveEvent,
  type DriveOutcome,
  type Finding,
  MAX_FINDINGS,
} from "./drive_contract.ts";
import type { MatchMode } from "./match.ts";
import { describeIn, describeMeaning, type Meaning } from "./meaning.ts";
import type { ReplaySession, Step } from "./script.ts";

/** How many names are counted of what came oftener. */
const MAX_MORE = 100;

export class DriveTally {
  readonly #session: ReplaySession;
  readonly #answers: Answers;
  readonly #findings: Finding[] = [];
  readonly #more = new Map<string, number>();
  #isDifferent = false;
  #unexpected = 0;
  #sent = 0;
  #unsent = 0;
  #notConnected: string | undefined;
  #refusedWith: number | undefined;

  constructor(session: ReplaySession, answers: Answers) {
    this.#session = session;
    this.#answers = answers;
  }

  found(finding: Finding): void {
    this.#isDifferent = true;
    if (finding.kind === "unexpected") this.#unexpected += 1;
    if (this.#findings.length < MAX_FINDINGS) this.#findings.push(finding);
  }

  more(said: Meaning): void {
    const what = said.kind === "ack" ? "acks" : describeMeaning(said);
    if (this.#more.has(what) || this.#more.size < MAX_MORE) {
      this.#more.set(what, (this.#more.get(what) ?? 0) + 1);
    }
  }

  sent(): void {
    this.#sent += 1;
  }

  /** A goodbye that cannot be said any more is no matter. */
  unsent(step: Step, why: string): void {
    if (step.isOptional) return;
    this.#unsent += 1;
    const name = describeIn(step, this.#session.steps);
    const text = `entry ${step.line}: ${name} was not sent: ${why}`;
    this.found({ kind: "unsent", line: step.line, texts: [text] });
  }

  /** There is no session: as on the tape, or not. */
  refused(event: DriveEvent & { readonly kind: "refused" | "failed" }): void {
    const { refusal, line } = this.#session;
    if (event.kind === "failed") {
      this.#notConnected = event.reason;
      this.#isDifferent = true;
    } else if (refusal === undefined) {
      this.#notConnected = `HTTP ${event.status} ${event.reason}`.trim();
      this.#refusedWith = event.status;
      this.#isDifferent = true;
    } else if (refusal.status !== event.status) {
      this.#ending(`refused with HTTP ${event.status}, on the tape with ${refusal.status}`);
    }
    if (this.#notConnected === undefined) return;
    const text = `entry ${line}: there was no session: ${this.#notConnected}`;
    this.found({ kind: "ending", line, texts: [text] });
  }

  letIn(): void {
    const status = this.#session.refusal?.status;
    this.#ending(`the client was let in, on the tape it was refused with HTTP ${status}`);
  }

  closedByServer(
    { code, reason }: { readonly code?: number; readonly reason: string },
    isDone: boolean,
    mode: MatchMode,
  ): void {
    if (mode === "off") return;
    const { ending } = this.#session;
    const said = `${code ?? "without a close frame"} ${reason}`.trim();
    if (ending.by !== "server") {
      if (!isDone) this.#ending(`the server closed the connection (${said}), not so on the tape`);
    } else if (ending.code !== undefined && ending.code !== code) {
      this.#ending(`the server closed the connection (${said}), on the tape with ${ending.code}`);
    }
  }

  stayedOpen(mode: MatchMode): void {
    if (mode !== "off") this.#ending("the server did not close the connection, as on the tape");
  }

  stopped(): void {
    this.#ending("stopped before the session was over");
  }

  outcome(): DriveOutcome {
    const { number, line } = this.#session;
    const states = this.#answers.steps.map((step) => ({
      state: this.#answers.stateOf(step),
      isNeeded: !step.isOptional,
    }));
    const count = (wanted: string): number => states.filter(({ state }) => state === wanted).length;
    const matched = count("matched");
    const differing = count("differs");
    return {
      session: number,
      line,
      expected:
        states.filter(({ state, isNeeded }) =>
          isNeeded || state === "matched" || state === "differs"
        ).length,
      matched,
      differing,
      missing: count("missing"),
      unexpected: this.#unexpected,
      sent: this.#sent,
      unsent: this.#unsent,
      more: [...this.#more].map(([what, times]) => ({ what, count: times })),
      findings: this.#findings,
      ...(this.#notConnected === undefined ? {} : { notConnected: this.#notConnected }),
      ...(this.#refusedWith === undefined ? {} : { refusedWith: this.#refusedWith }),
      isSame: !this.#isDifferent,
    };
  }

  #ending(text: string): void {
    const { line } = this.#session.ending;
    this.found({ kind: "ending", line, texts: [`entry ${line}: ${text}`] });
  }
}
