// Writes what a tap tells onto a tape: raw entries first, redacted, then the decoded lines of the
// watched events. It keeps no traffic, sets no timers, and a disk that fails never stops the tap.

import type { Ender } from "../base/side.ts";
import { messageOf } from "../base/errors.ts";
import type { Clock } from "../base/clock.ts";
import { valueToJson } from "../base/json.ts";
import type { Carried, Decoded } from "../protocols/protocol.ts";
import { Decoder, isCarriedByProtocol } from "../protocols/registry.ts";
import type { Entry, EventEntry, LogEntry } from "../tape/entry.ts";
import type { Redactor } from "../tape/redact/redactor.ts";
import type { TapeWriteError } from "../tape/sink.ts";
import type { TapeWriter } from "../tape/writer.ts";
import { carriedOfEvent } from "../timeline/carried_of.ts";
import { entryOf, withoutBody } from "../timeline/entry_of.ts";
import type { RequestHeadEvent, WireEvent } from "../wire/events.ts";
import { isInterim } from "../wire/status.ts";
import { RequestBook } from "./request_book.ts";
import type { TapChange, TapOwner } from "./tap_owner.ts";

export interface RecorderOptions {
  readonly writer: TapeWriter;
  readonly redactor: Redactor;
  /** Began with the recording. */
  readonly clock: Clock;
  /** Names of the events that get decoded lines; true for all of them. */
  readonly watch: readonly string[] | true;
  /** Keys that name JSON messages, instead of the usual ones. */
  readonly eventKeys?: readonly string[];
  /** False: HTTP that no protocol claims (pages, pictures) is kept by its heads only. */
  readonly bodies?: boolean;
  readonly listener: RecorderListener;
}

/** Told what was recorded, after it was written. It must be quick: the wire waits for it. */
export interface RecorderListener {
  recorded(entry: Entry): void;
  decoded(decoded: Decoded, at: number, conn: number): void;
  /** A line of the client's debug log that is kept off the tape. */
  logged?(entry: LogEntry): void;
  /** The target could not be reached. */
  failed(error: Error): void;
  /** The tape takes no more lines; told once. */
  tapeFailed(error: TapeWriteError): void;
}

export class Recorder implements TapOwner {
  readonly #options: RecorderOptions;
  readonly #decoder: Decoder;
  readonly #requests = new RequestBook();
  #tapeFailed = false;
  #isOver = false;
  #eventLines = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
    const { eventKeys } = options;
    this.#decoder = new Decoder(eventKeys === undefined ? {} : { eventKeys });
  }

  opened(conn: number, peer: string): void {
    this.#put({ kind: "open", at: this.#options.clock.now(), conn, peer });
  }

  carried(conn: number, events: readonly WireEvent[]): void {
    const at = this.#options.clock.now();
    // One write for all that came at once: it is done before any of it goes on.
    const failure = this.#options.writer.together(() => this.#tell(conn, events, at));
    if (failure !== undefined) this.#tapeHasFailed(failure);
  }

  #tell(conn: number, events: readonly WireEvent[], at: number): void {
    const requestId = (id: number): number => this.#requests.idOf(conn, id);
    for (const event of events) {
      if (event.kind === "request-head") this.#choose(conn, event);
      const entry = entryOf(event, { at, conn, requestId });
      if (entry === undefined) continue;
      const carried = carriedOfEvent(event, conn, requestId);
      const line = this.#put(this.#keepsBody(conn, event) ? entry : withoutBody(entry));
      if (carried !== undefined) this.#decode(carried, at, line);
      if (event.kind === "request") {
        this.#requests.asked(conn, event.id);
      } else if (event.kind === "response" && !isInterim(event.head.status)) {
        this.#requests.answered(conn, event.id);
      }
    }
  }

  broken(conn: number, error: unknown): void {
    this.#note(`tap/broken`, `Cannot write down what was carried: ${messageOf(error)}`, conn);
  }

  closed(conn: number, by: Ender, reset: boolean): void {
    const at = this.#options.clock.now();
    this.#requests.closed(conn);
    this.#put({ kind: "close", at, conn, by, reset });
    this.#decode({ kind: "close", conn }, at, undefined);
  }

  failed(conn: number, error: Error): void {
    this.#note("tap/target", `Cannot reach the target: ${error.message}`, conn);
    this.#inform((listener) => listener.failed(error));
  }

  /** Who watches must not cost the tape a line. */
  #inform(tell: (listener: RecorderListener) => void): void {
    try {
      tell(this.#options.listener);
    } catch {
      // It had its chance.
    }
  }

  /** What a tap was asked to change stands on the tape as a note: the raw line is as it came. */
  changed(conn: number, change: TapChange): void {
    const id = this.#requests.idOf(conn, change.requestId);
    this.#note(`tap/${change.what}`, `Request ${id}: ${change.text}`, conn);
  }

  unsecured(conn: number, error: Error): void {
    this.#note("tap/tls", `A client and the tap could not agree on TLS: ${error.message}`, conn);
  }

  /** How many decoded lines stand beside the raw ones. */
  get eventLines(): number {
    return this.#eventLines;
  }

  /** The tape gets its end: what still passes is not recorded any more. */
  finish(): void {
    this.#isOver = true;
  }

  /** A line of the client's own debug log. */
  log(source: string, text: string): void {
    this.#put({ kind: "log", at: this.#options.clock.now(), source, text });
  }

  /** The same, kept off the tape: whoever listens is told. */
  show(source: string, text: string): void {
    if (this.#isOver) return;
    const at = this.#options.clock.now();
    this.#inform((listener) => listener.logged?.({ kind: "log", at, source, text }));
  }

  /** Something the recorder's owner has to say. */
  note(rule: string, text: string): void {
    this.#note(rule, text, undefined);
  }

  /** The user's own marker. */
  mark(text: string): void {
    this.#put({ kind: "mark", at: this.#options.clock.now(), text });
  }

  #note(rule: string, text: string, conn: number | undefined): void {
    const place = conn === undefined ? {} : { conn };
    this.#put({ kind: "note", at: this.#options.clock.now(), ...place, rule, text });
  }

  /** Its head says whether a request is one that was asked for: a response may come before its body. */
  #choose(conn: number, { id, head }: RequestHeadEvent): void {
    if (this.#options.bodies !== false) return;
    const { method, target: url, headers } = head;
    const request = { kind: "request", conn, id, method, url, headers, data: "" } as const;
    this.#requests.keep(conn, id, isCarriedByProtocol(request));
  }

  /** Everything is kept, unless it is HTTP that nobody asked for. */
  #keepsBody(conn: number, event: WireEvent): boolean {
    if (this.#options.bodies !== false) return true;
    if (event.kind !== "request" && event.kind !== "response") return true;
    return this.#requests.isKept(conn, event.id);
  }

  /** Writes the raw entry, and the notes that follow from hiding its secrets. */
  #put(entry: Entry): number | undefined {
    if (this.#isOver) return undefined;
    const line = this.#write(entry);
    this.#inform((listener) => listener.recorded(entry));
    for (const note of this.#options.redactor.takeNotes()) {
      this.#write({ kind: "note", at: entry.at, rule: note.rule, text: note.text });
    }
    return line;
  }

  /** What the traffic means: lines for the watched events, after the raw one. */
  #decode(carried: Carried, at: number, line: number | undefined): void {
    for (const decoded of this.#decoder.receive(carried)) {
      if (line !== undefined) this.#writeEvent(decoded, carried.conn, at, line);
      if (!this.#isOver) this.#inform((listener) => listener.decoded(decoded, at, carried.conn));
    }
  }

  #writeEvent(decoded: Decoded, conn: number, at: number, of: number): void {
    const { watch } = this.#options;
    if (decoded.event === undefined) return;
    if (watch !== true && !watch.includes(decoded.event.name)) return;
    this.#write(eventEntry(decoded, decoded.event, { conn, at, of }));
    this.#eventLines += 1;
  }

  /** The number of the line, or undefined when the disk no longer takes any. */
  #write(entry: Entry): number | undefined {
    const result = this.#options.writer.write(this.#options.redactor.redactEntry(entry));
    if (result.ok) return result.line;
    this.#tapeHasFailed(result.error);
    return undefined;
  }

  #tapeHasFailed(error: TapeWriteError): void {
    if (this.#tapeFailed || this.#isOver) return;
    this.#tapeFailed = true;
    this.#inform((listener) => listener.tapeFailed(error));
  }
}

/** A decoded event as a line of its own. */
export function eventEntry(
  decoded: Decoded,
  event: NonNullable<Decoded["event"]>,
  place: { readonly conn: number; readonly at: number; readonly of: number },
): EventEntry {
  return {
    kind: "event",
    at: place.at,
    conn: place.conn,
    from: decoded.from,
    ns: event.namespace,
    name: event.name,
    args: event.args.map(valueToJson),
    of: place.of,
    ...(event.ackId === undefined ? {} : { ack: event.ackId }),
  };
}
