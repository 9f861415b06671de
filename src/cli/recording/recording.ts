// One recording from its first line to its last, whoever's client is recorded: the tape, the
// recorder that writes it, the monitor that watches, and what is told at the end.

import { type Clock, systemClock } from "../../base/clock.ts";
import { randomId, systemRandom } from "../../base/random.ts";
import { VERSION } from "../../base/version.ts";
import { Recorder } from "../../net/recorder.ts";
import { FORMAT, type TapeHeader } from "../../tape/entry.ts";
import { Redactor } from "../../tape/redact/redactor.ts";
import type { TapeWriteError } from "../../tape/sink.ts";
import type { TapeWriter } from "../../tape/writer.ts";
import { cut, formatSeconds, printable } from "../../view/terminal/event_line.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import type { Host } from "../host.ts";
import { type Controls, listenForControls } from "./controls.ts";
import { counted } from "../../view/terminal/duration.ts";
import { formatBytes } from "./figures.ts";
import { readExtra, type RecordingFlags } from "./flags.ts";
import { type Advise, type Adviser, Monitor } from "./monitor.ts";
import { nextCommands } from "./next_commands.ts";
import { openTape } from "./open_tape.ts";
import { type Figures, summaryJson, summaryLines } from "./summary.ts";
import { Talk } from "./talk.ts";
import { defaultTapeName } from "./tape_name.ts";
import { lossSentence, TapePlace } from "./tape_place.ts";
import { WrittenLines } from "./written_lines.ts";

/** How much is shown of a sentence that a peer may have had its hand in. */
const MAX_SENTENCE_LENGTH = 600;

export interface RecordingOptions {
  readonly mode: "record" | "proxy";
  /** What is done with the target, where it is not what the mode says. */
  readonly verb?: string;
  /** What is recorded, as the tape's header names it. */
  readonly target: URL;
  /** What its tape is called after, where the target's path has no name. */
  readonly name?: string;
  readonly watch: readonly string[] | true;
  readonly flags: RecordingFlags;
  readonly host: Host;
  /** The client's debug log is shown, too. */
  readonly debug?: boolean;
  /** False: pages and pictures are kept by their heads. */
  readonly bodies?: boolean;
  /** Keys are read from the terminal, which is nobody else's. */
  readonly keys: boolean;
  /** There is one client: whoever comes after nobody was connected is the one that went. */
  readonly isOneClient?: boolean;
  readonly advisers?: (advise: Advise) => readonly Adviser[];
}

export type RecordingEnd =
  | { readonly kind: "stopped" }
  /** The client never got in, or was not let in again. */
  | { readonly kind: "refused"; readonly message: string };

/** Recording from the moment it is made. */
export class Recording implements Disposable {
  readonly recorder: Recorder;
  readonly monitor: Monitor;
  readonly talk: Talk;
  readonly #options: RecordingOptions;
  readonly #clock: Clock;
  readonly #redactor: Redactor;
  /** For what is shown: the tape's own counts, and notes, what stands on the tape. */
  readonly #screenRedactor: Redactor;
  readonly #writer: TapeWriter;
  readonly #shownName: string;
  readonly #place: TapePlace;
  readonly #written = new WrittenLines();
  readonly #stop = new AbortController();
  readonly #hurry = Promise.withResolvers<void>();
  readonly #controls: Controls;
  #limit: ReturnType<typeof setTimeout> | undefined;
  #endedByItself = false;
  #endedAt = 0;
  /** What is told when there is no tape in the end. */
  #loss: string | undefined;

  /** Creates the tape. Throws when it cannot: nothing has been started then. */
  constructor(options: RecordingOptions) {
    const { flags, host, target, watch } = options;
    this.#options = options;
    this.#clock = systemClock();
    const secrets = {
      hashKey: systemRandom.bytes(16),
      extra: readExtra(flags),
      enabled: !flags.keepSecrets,
    };
    this.#redactor = new Redactor(secrets);
    this.#screenRedactor = new Redactor(secrets);
    const shown = new URL(this.#screenRedactor.redactText(target.href).text);
    const opened = openTape({
      name: flags.out ?? defaultTapeName(this.#clock.wallTime(), shown, options.name),
      isChosen: flags.out !== undefined,
      force: flags.force,
      header: this.#redactor.redactHeader(this.#header()),
      host,
    });
    this.#shownName = opened.name;
    this.#writer = opened.writer;
    this.#place = new TapePlace(host.resolvePath(opened.name));
    this.#noteWritten(0);
    this.talk = new Talk({ host, quiet: flags.quiet || flags.json });
    if (flags.insecure) this.talk.tell("Certificates are NOT checked: anybody may be the target");
    if (flags.keepSecrets) this.talk.tell("Secrets are KEPT on this tape: do not share it");
    this.monitor = new Monitor({
      target,
      talk: this.talk,
      redactor: this.#screenRedactor,
      watch,
      events: flags.events,
      debug: options.debug ?? false,
      tellsFailures: options.mode === "proxy",
      verb: options.verb,
      advisers: options.advisers?.((rule, text) => this.#advise(rule, text)) ?? [],
      stop: () => this.#stopByItself(),
      written: (at) => this.#noteWritten(at),
    });
    this.recorder = new Recorder({
      writer: this.#writer,
      redactor: this.#redactor,
      clock: this.#clock,
      watch,
      ...(flags.eventKey.length === 0 ? {} : { eventKeys: flags.eventKey }),
      bodies: options.bodies ?? true,
      listener: this.monitor,
    });
    this.#controls = listenForControls({
      host,
      keys: options.keys,
      mark: () => this.#mark(),
      stop: () => this.#stop.abort(),
      hurry: () => this.#hurry.resolve(),
      now: () => this.#clock.now(),
    });
    this.talk.keepStatus(() => this.monitor.gauges.status(this.#clock.now()));
    this.#stop.signal.addEventListener("abort", () => this.monitor.stopping(), { once: true });
  }

  /** Aborted when the recording is to end. */
  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  /** Done when it is to end without waiting for anything. */
  get hurried(): Promise<void> {
    return this.#hurry.promise;
  }

  /** Ends it by itself after so many milliseconds from now. */
  limit(milliseconds: number | undefined): void {
    if (milliseconds === undefined) return;
    this.#limit = setTimeout(() => this.#stopByItself(), milliseconds);
  }

  /** Its limit was reached: nobody else was told to end. */
  get endedByItself(): boolean {
    return this.#endedByItself;
  }

  #stopByItself(): void {
    if (this.#stop.signal.aborted) return;
    this.#endedByItself = true;
    this.#stop.abort();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#limit);
    this.#controls[Symbol.dispose]();
  }

  /** Makes the tape whole, and tells how it went. */
  async finish(end: RecordingEnd): Promise<ExitCode> {
    this.#endedAt = this.#clock.now();
    this.recorder.finish();
    this.#writer.end(this.#endedAt, { hidden: this.#redactor.hidden });
    clearTimeout(this.#limit);
    this.#controls.rest();
    this.monitor.flush();
    const loss = this.#place.loss();
    this.#loss = loss === undefined ? undefined : lossSentence(this.#shownName, loss);
    const { flags } = this.#options;
    const reason = this.#reasonOf(end);
    if (flags.json) this.talk.show(JSON.stringify(this.#json(reason)));
    else await this.#tell(reason === undefined);
    if (reason !== undefined) this.say(`Not connected. ${reason}`);
    await this.talk.finish();
    this[Symbol.dispose]();
    const isWhole = this.#writer.failure === undefined && this.#loss === undefined;
    return isWhole && reason === undefined ? EXIT.fine : EXIT.inputOutput;
  }

  /** What the tap saw says more than the client, which does not know that it was stopped. */
  #reasonOf(end: RecordingEnd): string | undefined {
    if (end.kind === "stopped") return undefined;
    const seen = this.monitor.reasonAt(this.#endedAt);
    const wasStopped = this.#stop.signal.aborted && !this.#endedByItself;
    if (!wasStopped) return seen ?? end.message;
    return seen === undefined ? end.message : `${end.message}. ${seen}`;
  }

  #noteWritten(at: number): void {
    const { failure, lines, bytes } = this.#writer;
    if (failure !== undefined) return;
    this.#written.written(bytes, { lines, hidden: this.#redactor.hidden, at });
  }

  #header(): TapeHeader {
    const { mode, target, watch, flags } = this.#options;
    return {
      kind: "tape",
      format: FORMAT,
      id: randomId(systemRandom),
      startedAt: this.#clock.wallTime().toISOString(),
      tool: `wiretape ${VERSION}`,
      mode,
      target: target.href,
      watch: watch === true ? ["*"] : watch,
      ...(flags.eventKey.length === 0 ? {} : { eventKeys: flags.eventKey }),
      redaction: {
        on: !flags.keepSecrets,
        ...(flags.redact.length === 0 ? {} : { keys: flags.redact }),
      },
    };
  }

  #mark(): void {
    const text = `mark ${this.monitor.gauges.marks + 1}`;
    this.recorder.mark(text);
    this.talk.tell(`Set ${text} at ${(this.#clock.now() / 1000).toFixed(3)} s`);
  }

  #advise(rule: string, text: string): void {
    this.recorder.note(rule, text);
    this.sayNow(text);
  }

  /** What a peer may have had its hand in: secrets hidden, nothing that steers a terminal. */
  say(text: string): void {
    this.talk.tell(cut(printable(this.#screenRedactor.redactText(text).text), MAX_SENTENCE_LENGTH));
  }

  /** The same of what just happened: when, as on every line of what passes. */
  sayNow(text: string): void {
    this.say(`${formatSeconds(this.#clock.now())}  ${text}`);
  }

  async #tell(wasIn: boolean): Promise<void> {
    const say = (line: string): void => this.talk.tell(line);
    this.talk.endStatus();
    say("");
    for (const line of summaryLines(this.#figures)) say(line);
    const { lines, bytes, failure } = this.#writer;
    say(`${this.#shownName}  ${counted(lines, "line")}, ${formatBytes(bytes)}`);
    if (failure !== undefined) say(this.#cutLine(failure));
    if (this.#loss !== undefined) say(this.#loss);
    const hidden = this.#hidden;
    if (hidden > 0) say(`Secrets are hidden on the tape, in ${counted(hidden, "place")}`);
    if (!wasIn || this.#loss !== undefined) return;
    const tape = {
      shown: this.#shownName,
      hasConnections: this.monitor.gauges.connections > 0,
      hasSession: this.monitor.gauges.hasSession,
      hasEvents: this.recorder.eventLines > 0,
    };
    for (const line of await nextCommands(tape, this.#options.host)) say(line);
  }

  get #figures(): Figures {
    const figures = this.monitor.gauges.figures(this.#endedAt);
    return this.#options.isOneClient === true ? figures : { ...figures, reconnects: undefined };
  }

  /** On the lines that the disk took. */
  get #hidden(): number {
    const { failure, lines } = this.#writer;
    return failure === undefined ? this.#redactor.hidden : this.#written.upTo(lines).hidden;
  }

  #cutLine(failure: TapeWriteError): string {
    const { lines } = this.#writer;
    const until = (this.#written.upTo(lines).at / 1000).toFixed(3);
    return `The tape is CUT after line ${lines}, at ${until} s: ${failure.message}`;
  }

  #json(reason: string | undefined): object {
    return {
      tape: this.#shownName,
      tapeBytes: this.#writer.bytes,
      tapeLines: this.#writer.lines,
      hidden: this.#hidden,
      ...(reason === undefined ? {} : { reason: this.#screenRedactor.redactText(reason).text }),
      ...(this.#writer.failure === undefined ? {} : { cutShort: this.#writer.failure.message }),
      ...(this.#loss === undefined ? {} : { gone: this.#loss }),
      ...summaryJson(this.#figures),
    };
  }
}
