// Watches a recording for the person in front of it: prints events as they pass (bounded, so that
// the screen never slows the wire), and tells why a connection failed.

import type { RecorderListener } from "../../net/recorder.ts";
import type { Decoded } from "../../protocols/protocol.ts";
import type { Entry, LogEntry, RequestEntry, ResponseEntry } from "../../tape/entry.ts";
import type { Redactor } from "../../tape/redact/redactor.ts";
import type { TapeWriteError } from "../../tape/sink.ts";
import { cut, formatSeconds, printable } from "../../view/terminal/event_line.ts";
import { LineFeed } from "../../view/terminal/line_feed.ts";
import { formatLine, formatShown, shownMoment } from "../../view/terminal/shown_moment.ts";
import { ClientTroubles } from "./client_trouble.ts";
import { CutAnswers } from "./cut_answers.ts";
import { Exchanges, type WaitingRequest } from "./exchanges.ts";
import { Gauges } from "./gauges.ts";
import { hideShown } from "./hide_shown.ts";
import { Once } from "./once.ts";
import { httpLine, type PassingLine, WebSocketEnds } from "./passing_lines.ts";
import { ReasonFinder } from "./reason.ts";
import type { Talk } from "./talk.ts";

/** Told of HTTP that was recorded, and free to give advice. */
export interface Adviser {
  requested?(entry: RequestEntry): void;
  /** `answer` is the last that is said to it. */
  answered?(asked: WaitingRequest, answer: ResponseEntry): void;
}

/** How advice is given: a note on the tape, and a line for people. */
export type Advise = (rule: string, text: string) => void;

export interface MonitorOptions {
  readonly target: URL;
  readonly talk: Talk;
  /** Hides on the screen what is hidden on the tape. */
  readonly redactor: Redactor;
  readonly watch: readonly string[] | true;
  /** Stop after so many watched events. */
  readonly events: number | undefined;
  /** Log lines are shown, too. */
  readonly debug: boolean;
  /**
   * It is anybody's client, as with `proxy`: nobody else tells its owner that the target cannot be
   * reached, or refuses it.
   */
  readonly tellsFailures: boolean;
  /** What is done with the target, for advice: `record` or `proxy` unless it is said. */
  readonly verb?: string | undefined;
  readonly advisers: readonly Adviser[];
  /** Called when as many watched events have passed as were asked for, or the disk is full. */
  readonly stop: () => void;
  /** Called after whatever may have written lines; `at` in milliseconds. */
  readonly written?: (at: number) => void;
}

export class Monitor implements RecorderListener {
  /** What is counted and measured. */
  readonly gauges = new Gauges();
  readonly #options: MonitorOptions;
  readonly #exchanges = new Exchanges();
  readonly #cut = new CutAnswers();
  readonly #ends = new WebSocketEnds();
  readonly #clients = new ClientTroubles();
  readonly #once = new Once();
  readonly #finder: ReasonFinder;
  readonly #feed: LineFeed;
  #moved: (() => void) | undefined;
  #stopping = false;
  #toldFailure = "";
  #tellsFailures: boolean;
  #watched = 0;
  /** When the latest entry was recorded. */
  #at = 0;

  constructor(options: MonitorOptions) {
    this.#options = options;
    this.#tellsFailures = options.tellsFailures;
    this.#finder = new ReasonFinder({
      target: options.target,
      verb: options.verb ?? (options.tellsFailures ? "proxy" : "record"),
      trouble: (key, sentence, isLate) => {
        if (this.#tellsFailures || isLate) this.#tellOnce(key, sentence);
      },
    });
    this.#feed = new LineFeed({ print: (line) => options.talk.show(line) });
  }

  /** Why the client is not connected, as far as the wire shows it until `at`. */
  reasonAt(at: number): string | undefined {
    return this.#finder.reasonAt(at);
  }

  /** Calls back, once, when the target sends clients elsewhere, past the tap. */
  onMoved(moved: () => void): void {
    this.#moved = moved;
  }

  /** The client is in: from now on a target that cannot be reached is news, each time anew. */
  connected(): void {
    this.#tellsFailures = true;
    this.#toldFailure = "";
    this.#once.forget();
  }

  /** From now on connections end because the recording does: that is no news. */
  stopping(): void {
    this.#stopping = true;
  }

  recorded(entry: Entry): void {
    this.#at = entry.at;
    this.#options.written?.(entry.at);
    this.gauges.recorded(entry);
    // Messages are most of what passes, and end nothing.
    if (entry.kind !== "message") this.#follow(entry);
    if (this.#finder.hasMoved && this.#moved !== undefined) {
      queueMicrotask(this.#moved);
      this.#moved = undefined;
    }
    if (entry.kind === "log") this.logged(entry);
  }

  /** Also told of lines that are kept off the tape. */
  logged(entry: LogEntry): void {
    if (this.#options.debug) this.#showLog(entry);
  }

  #follow(entry: Entry): void {
    this.#finder.recorded(entry);
    this.#cut.recorded(entry);
    switch (entry.kind) {
      case "request": {
        for (const adviser of this.#options.advisers) adviser.requested?.(entry);
        const early = this.#exchanges.requested(entry);
        if (early !== undefined) this.#answered(early.asked, early.answer, entry.at);
        break;
      }
      case "response": {
        this.#reached();
        const asked = this.#exchanges.responded(entry);
        if (asked === undefined) this.#finder.answeredEarly();
        else this.#answered(asked, entry, entry.at);
        break;
      }
      case "close":
        for (const asked of this.#exchanges.closed(entry.conn)) {
          this.#finder.unanswered(asked, entry);
          this.#showHttp(asked, undefined, entry.at);
        }
        break;
    }
    const end = this.#ends.recorded(entry);
    if (end !== undefined && !this.#stopping) this.#pass(end, entry.at);
    const trouble = this.#clients.recorded(entry);
    if (trouble !== undefined) this.#tellOnce(trouble.key, trouble.sentence);
  }

  #answered(asked: WaitingRequest, answer: ResponseEntry, at: number): void {
    this.#finder.answered(asked, answer);
    this.#showHttp(asked, answer, at);
    for (const adviser of this.#options.advisers) adviser.answered?.(asked, answer);
  }

  decoded(decoded: Decoded, at: number, conn: number): void {
    this.#options.written?.(at);
    this.gauges.decoded(decoded, at, conn);
    this.#finder.decoded(decoded, at);
    const { event } = decoded;
    this.#show(decoded, at);
    if (event === undefined) return;
    const { watch } = this.#options;
    if (watch === true || watch.includes(event.name)) this.#watched += 1;
    // Later, not now: the rest of what came with this event is still to be written.
    if (this.#watched === this.#options.events) queueMicrotask(this.#options.stop);
  }

  failed(error: Error): void {
    const sentence = this.#finder.failed(error);
    if (!this.#tellsFailures || this.#toldFailure === sentence) return;
    this.#toldFailure = sentence;
    this.#tell(sentence);
  }

  #reached(): void {
    if (this.#toldFailure === "") return;
    this.#toldFailure = "";
    this.#tell("The target is reached again");
  }

  tapeFailed(error: TapeWriteError): void {
    this.#options.talk.tell(
      `The tape is cut short: ${error.message}. The traffic goes on, unrecorded`,
    );
  }

  /** Prints what the feed still holds. */
  flush(): void {
    this.#feed.flush();
  }

  #show(decoded: Decoded, at: number): void {
    const { talk, redactor } = this.#options;
    if (!talk.shows) return;
    // Most that passes is an event, and most of those are not printed.
    if (decoded.event === undefined && shownMoment(decoded) === undefined) return;
    this.#feed.offer(at, () => {
      const shown = shownMoment(decoded) ?? { words: [decoded.label], args: [] };
      return formatShown(hideShown(shown, decoded, redactor), decoded.from, at, talk.columns);
    });
  }

  #showHttp(asked: WaitingRequest, answer: ResponseEntry | undefined, at: number): void {
    const line = httpLine(asked, answer, answer !== undefined && this.#cut.has(answer));
    if (line !== undefined && !(answer === undefined && this.#stopping)) this.#pass(line, at);
  }

  #pass({ from, parts }: PassingLine, at: number): void {
    const { talk, redactor } = this.#options;
    if (!talk.shows) return;
    this.#feed.offer(at, () => {
      const hidden = parts.map((part) => redactor.redactText(part).text);
      return formatLine(from, at, hidden, talk.columns);
    });
  }

  #tellOnce(key: string, sentence: string): void {
    if (!this.#once.isNew(key)) return;
    this.#tell(this.#options.redactor.redactText(sentence).text);
  }

  /** Without what would steer the terminal; when, as on every line of what passes. */
  #tell(sentence: string): void {
    this.#options.talk.tell(printable(`${formatSeconds(this.#at)}  ${sentence}`));
  }

  #showLog(entry: LogEntry): void {
    const hidden = this.#options.redactor.redactEntry(entry);
    if (hidden.kind !== "log") return;
    const { talk } = this.#options;
    const line = printable(`${formatSeconds(hidden.at)}  ${hidden.source}  ${hidden.text}`);
    talk.tell(cut(line, talk.columns));
  }
}
