// Writes what a tap tells onto a tape: raw entries first, redacted, then the decoded lines of the
// watched events. It keeps no traffic, sets no timers, and a disk that fails never stops the tap.

import { messageOf } from "../base/errors.ts";
import type { Clock } from "../base/clock.ts";
import type { Side } from "../base/side.ts";
import { valueToJson } from "../base/json.ts";
import type { Decoded } from "../protocols/protocol.ts";
import { Decoder } from "../protocols/registry.ts";
import type { Entry, EventEntry } from "../tape/entry.ts";
import type { Redactor } from "../tape/redact/redactor.ts";
import type { TapeWriteError } from "../tape/sink.ts";
import type { TapeWriter } from "../tape/writer.ts";
import { carriedOf } from "../timeline/carried_of.ts";
import { entryOf } from "../timeline/entry_of.ts";
import type { WireEvent } from "../wire/events.ts";
import type { TapOwner } from "./tap.ts";

export interface RecorderOptions {
  readonly writer: TapeWriter;
  readonly redactor: Redactor;
  /** Began with the recording. */
  readonly clock: Clock;
  /** Names of the events that get decoded lines; true for all of them. */
  readonly watch: readonly string[] | true;
  readonly listener: RecorderListener;
}

/** Told what was recorded, after it was written. It must be quick: the wire waits for it. */
export interface RecorderListener {
  recorded(entry: Entry): void;
  decoded(decoded: Decoded, at: number): void;
  /** The target could not be reached. */
  failed(error: Error): void;
  /** The tape takes no more lines; told once. */
  tapeFailed(error: TapeWriteError): void;
}

export class Recorder implements TapOwner {
  readonly #options: RecorderOptions;
  readonly #decoder = new Decoder();
  readonly #requestIds = new Map<number, Map<number, number>>();
  #lastRequestId = 0;
  #tapeFailed = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  opened(conn: number, peer: string): void {
    this.#put({ kind: "open", at: this.#options.clock.now(), conn, peer });
  }

  carried(conn: number, events: readonly WireEvent[]): void {
    const at = this.#options.clock.now();
    const requestId = (id: number): number => this.#requestId(conn, id);
    for (const event of events) {
      const entry = entryOf(event, { at, conn, requestId });
      if (entry !== undefined) this.#put(entry);
      if (event.kind === "response" && event.head.status >= 200) {
        this.#requestIds.get(conn)?.delete(event.id);
      }
    }
  }

  broken(conn: number, error: unknown): void {
    const reason = messageOf(error);
    const text = `Cannot write down what was carried: ${reason}`;
    this.#put({ kind: "note", at: this.#options.clock.now(), conn, rule: "tap/broken", text });
  }

  closed(conn: number, by: Side, reset: boolean): void {
    this.#requestIds.delete(conn);
    this.#put({ kind: "close", at: this.#options.clock.now(), conn, by, reset });
  }

  failed(conn: number, error: Error): void {
    const text = `Cannot reach the target: ${error.message}`;
    this.#put({ kind: "note", at: this.#options.clock.now(), conn, rule: "tap/target", text });
    this.#options.listener.failed(error);
  }

  /** A line of the client's own debug log. */
  log(source: string, text: string): void {
    this.#put({ kind: "log", at: this.#options.clock.now(), source, text });
  }

  /** Something the recorder's owner has to say. */
  note(rule: string, text: string): void {
    this.#put({ kind: "note", at: this.#options.clock.now(), rule, text });
  }

  /** The user's own marker. */
  mark(text: string): void {
    this.#put({ kind: "mark", at: this.#options.clock.now(), text });
  }

  /** Writes the raw entry, then what follows from it. */
  #put(entry: Entry): void {
    const line = this.#write(entry);
    this.#options.listener.recorded(entry);
    for (const note of this.#options.redactor.takeNotes()) {
      this.#write({ kind: "note", at: entry.at, rule: note.rule, text: note.text });
    }
    const carried = carriedOf(entry);
    if (carried === undefined) return;
    for (const decoded of this.#decoder.receive(carried)) {
      if (line !== undefined) this.#writeEvent(decoded, entry, line);
      this.#options.listener.decoded(decoded, entry.at);
    }
  }

  #writeEvent(decoded: Decoded, entry: Entry, of: number): void {
    const { event, from } = decoded;
    if (event === undefined || !("conn" in entry) || entry.conn === undefined) return;
    const { watch } = this.#options;
    if (watch !== true && !watch.includes(event.name)) return;
    const line: EventEntry = {
      kind: "event",
      at: entry.at,
      conn: entry.conn,
      from,
      ns: event.namespace,
      name: event.name,
      args: event.args.map(valueToJson),
      of,
      ...(event.ackId === undefined ? {} : { ack: event.ackId }),
    };
    this.#write(line);
  }

  /** The number of the line, or undefined when the disk no longer takes any. */
  #write(entry: Entry): number | undefined {
    const result = this.#options.writer.write(this.#options.redactor.redactEntry(entry));
    if (result.ok) return result.line;
    if (!this.#tapeFailed) this.#options.listener.tapeFailed(result.error);
    this.#tapeFailed = true;
    return undefined;
  }

  #requestId(conn: number, id: number): number {
    let ids = this.#requestIds.get(conn);
    if (ids === undefined) this.#requestIds.set(conn, ids = new Map());
    const known = ids.get(id);
    if (known !== undefined) return known;
    this.#lastRequestId += 1;
    ids.set(id, this.#lastRequestId);
    return this.#lastRequestId;
  }
}
