// Watches a recording for the person in front of it: prints events as they pass (bounded, so that
// the screen never slows the wire), counts, and finds out why a connection failed.

import type { Clock } from "../../base/clock.ts";
import type { RecorderListener } from "../../net/recorder.ts";
import type { Decoded } from "../../protocols/protocol.ts";
import type { Entry } from "../../tape/entry.ts";
import { formatMoment } from "../../view/terminal/event_line.ts";
import { LineFeed } from "../../view/terminal/line_feed.ts";
import { type Host, OutputClosedError } from "../host.ts";
import { DEFAULT_WATCH, type RecordFlags } from "./plan.ts";
import { ReasonFinder } from "./reason.ts";
import { Tally } from "./tally.ts";

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
  readonly #feed: LineFeed;
  #watched = 0;
  #stdoutClosed = false;

  constructor(options: MonitorOptions) {
    this.#options = options;
    this.#feed = new LineFeed({ print: (line) => this.#print(line) });
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
    const columns = host.stdout.isTerminal ? host.stdout.columns : Infinity;
    if (!flags.quiet) this.#feed.offer(at, () => formatMoment(decoded, at, columns));
    if (this.#isWatched(decoded.event.name)) this.#watched += 1;
    if (this.#watched === flags.events) this.#options.stop();
  }

  failed(error: Error): void {
    this.#finder.failed(error);
  }

  /** Prints what the feed still holds. */
  finish(): void {
    this.#feed.flush();
  }

  summary(): readonly string[] {
    return this.#tally.summary();
  }

  #isWatched(name: string): boolean {
    const { watch, watchAll } = this.#options.flags;
    return watchAll || (watch.length > 0 ? watch : DEFAULT_WATCH).includes(name);
  }

  /** A closed stdout stops printing, not recording. */
  #print(line: string): void {
    if (this.#stdoutClosed) return;
    try {
      this.#options.host.stdout.write(`${line}\n`);
    } catch (error) {
      if (!(error instanceof OutputClosedError)) throw error;
      this.#stdoutClosed = true;
    }
  }
}
