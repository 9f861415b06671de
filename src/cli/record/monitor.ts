// Watches a recording for the person in front of it: prints events as they pass (bounded, so that
// the screen never slows the wire), counts, and finds out why a connection failed.

import type { Clock } from "../../base/clock.ts";
import type { RecorderListener } from "../../net/recorder.ts";
import type { TapeWriteError } from "../../tape/sink.ts";
import type { Decoded } from "../../protocols/protocol.ts";
import type { Entry } from "../../tape/entry.ts";
import { formatMoment } from "../../view/terminal/event_line.ts";
import { LineFeed } from "../../view/terminal/line_feed.ts";
import { Screen } from "../../view/terminal/screen.ts";
import type { Host } from "../host.ts";
import { type RecordFlags, watchedBy } from "./plan.ts";
import { ReasonFinder } from "./reason.ts";
import { Tally } from "./tally.ts";

/** The longest line that is printed where there is no terminal. */
const MAX_PLAIN_COLUMNS = 1000;

/** How long the end waits for somebody to read the last lines. */
const READER_MILLISECONDS = 500;

export interface MonitorOptions {
  readonly flags: RecordFlags;
  readonly host: Host;
  readonly clock: Clock;
  /** Called when as many watched events have passed as were asked for. */
  readonly stop: () => void;
}

export class Monitor implements RecorderListener {
  readonly #options: MonitorOptions;
  readonly #tally = new Tally();
  readonly #finder = new ReasonFinder();
  readonly #screen: Screen;
  readonly #feed: LineFeed;
  #watched = 0;

  constructor(options: MonitorOptions) {
    this.#options = options;
    const { stdout } = options.host;
    this.#screen = new Screen({ send: (text) => stdout.send(text) });
    this.#feed = new LineFeed({ print: (line) => this.#screen.print(line) });
  }

  /** Why the client is not connected, as far as the wire shows it. */
  get reason(): string | undefined {
    return this.#finder.reason;
  }

  recorded(entry: Entry): void {
    this.#tally.recorded(entry);
    this.#finder.recorded(entry);
  }

  decoded(decoded: Decoded, at: number): void {
    this.#tally.decoded(decoded);
    this.#finder.decoded(decoded);
    if (decoded.event === undefined) return;
    const { flags, host } = this.#options;
    if (!flags.quiet) {
      this.#feed.offer(at, () => {
        const columns = host.stdout.isTerminal ? host.stdout.columns : MAX_PLAIN_COLUMNS;
        return formatMoment(decoded, at, columns);
      });
    }
    const watch = watchedBy(flags);
    if (watch === true || watch.includes(decoded.event.name)) this.#watched += 1;
    // Later, not now: the rest of what came with this event is still to be written.
    if (this.#watched === flags.events) queueMicrotask(this.#options.stop);
  }

  failed(error: Error): void {
    this.#finder.failed(error);
  }

  tapeFailed(error: TapeWriteError): void {
    this.#options.host.stderr.write(`The tape is cut short: ${error.message}\n`);
    queueMicrotask(this.#options.stop);
  }

  /** Prints what the feed still holds, as far as somebody reads it. */
  async finish(): Promise<void> {
    this.#feed.flush();
    const patience = Promise.withResolvers<void>();
    const timer = setTimeout(patience.resolve, READER_MILLISECONDS);
    await Promise.race([this.#screen.settled(), patience.promise]);
    clearTimeout(timer);
  }

  summary(): readonly string[] {
    return this.#tally.summary();
  }
}
