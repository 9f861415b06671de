// Watches a recording for the person in front of it: prints events as they pass (bounded, so that
// the screen never slows the wire), counts, and finds out why a connection failed.

import type { Value } from "../../base/json.ts";
import { eventEntry, type RecorderListener } from "../../net/recorder.ts";
import type { Decoded, Transport } from "../../protocols/protocol.ts";
import type { Entry } from "../../tape/entry.ts";
import type { Redactor } from "../../tape/redact/redactor.ts";
import type { TapeWriteError } from "../../tape/sink.ts";
import { Pulse } from "../../timeline/pulse.ts";
import { SilenceFinder } from "../../timeline/silences.ts";
import { cut, formatMoment, formatSeconds, printable } from "../../view/terminal/event_line.ts";
import { LineFeed } from "../../view/terminal/line_feed.ts";
import { ReasonFinder } from "./reason.ts";
import { counted } from "../../view/terminal/duration.ts";
import { formatElapsed, formatMilliseconds } from "./figures.ts";
import type { Figures } from "./summary.ts";
import { Tally } from "./tally.ts";
import type { Talk } from "./talk.ts";

/** Told what was recorded, and free to give advice. */
export interface Adviser {
  recorded(entry: Entry): void;
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
  /** Whoever's client it is, nobody else tells its owner that the target cannot be reached. */
  readonly tellsFailures: boolean;
  readonly advisers: readonly Adviser[];
  /** Called when as many watched events have passed as were asked for, or the disk is full. */
  readonly stop: () => void;
}

/** The rate is that of so many calls of `status`: a single one would leap. */
const RATE_TICKS = 6;

/** Packets that are no events and yet worth a line: who came in, who was refused, what was answered. */
const SHOWN_TYPES: ReadonlySet<string> = new Set([
  "CONNECT",
  "CONNECT_ERROR",
  "DISCONNECT",
  "ACK",
  "BINARY_ACK",
]);

export class Monitor implements RecorderListener {
  readonly #options: MonitorOptions;
  readonly #tally = new Tally();
  readonly #pulse = new Pulse();
  readonly #silences = new SilenceFinder();
  readonly #finder: ReasonFinder;
  readonly #feed: LineFeed;
  #moved: (() => void) | undefined;
  #transport: Transport | undefined;
  #toldFailure = "";
  #tellsFailures: boolean;
  #watched = 0;
  readonly #ticks: { readonly at: number; readonly count: number }[] = [{ at: 0, count: 0 }];

  constructor(options: MonitorOptions) {
    this.#options = options;
    this.#tellsFailures = options.tellsFailures;
    this.#finder = new ReasonFinder(options.target);
    this.#feed = new LineFeed({ print: (line) => options.talk.show(line) });
  }

  /** Why the client is not connected, as far as the wire shows it. */
  get reason(): string | undefined {
    return this.#finder.reason;
  }

  /** Calls back, once, when the target sends clients elsewhere, past the tap. */
  onMoved(moved: () => void): void {
    this.#moved = moved;
  }

  /** The client is in: from now on a target that cannot be reached is news. */
  connected(): void {
    this.#tellsFailures = true;
    this.#toldFailure = "";
  }

  get marks(): number {
    return this.#tally.marks;
  }

  /** How many connections there were so far. */
  get connections(): number {
    return this.#tally.connections;
  }

  recorded(entry: Entry): void {
    this.#tally.recorded(entry);
    this.#pulse.recorded(entry);
    this.#finder.recorded(entry);
    if (this.#finder.hasMoved && this.#moved !== undefined) {
      queueMicrotask(this.#moved);
      this.#moved = undefined;
    }
    for (const adviser of this.#options.advisers) adviser.recorded(entry);
    if (entry.kind === "log" && this.#options.debug) this.#showLog(entry);
  }

  decoded(decoded: Decoded, at: number, conn: number): void {
    this.#tally.decoded(decoded);
    this.#pulse.decoded(decoded, at, conn);
    this.#finder.decoded(decoded);
    this.#transport = decoded.transport ?? this.#transport;
    const { event } = decoded;
    if (event === undefined) {
      if (isShown(decoded)) this.#show(decoded, at, conn);
      return;
    }
    if (decoded.from === "server") this.#silences.event(event.namespace, event.name, at);
    this.#show(decoded, at, conn);
    const { watch } = this.#options;
    if (watch === true || watch.includes(event.name)) this.#watched += 1;
    // Later, not now: the rest of what came with this event is still to be written.
    if (this.#watched === this.#options.events) queueMicrotask(this.#options.stop);
  }

  failed(error: Error): void {
    this.#finder.failed(error);
    if (!this.#tellsFailures || this.#toldFailure === error.message) return;
    this.#toldFailure = error.message;
    this.#options.talk.tell(`The target cannot be reached: ${error.message}`);
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

  /** All that was counted until `end`, in milliseconds. */
  figures(end: number): Figures {
    const silences = this.#silences.silences(end);
    return { end, tally: this.#tally, pulse: this.#pulse, silences };
  }

  /** What there is at this moment, the most important first. */
  status(at: number): readonly string[] {
    const count = this.#tally.eventCount;
    this.#ticks.push({ at, count });
    if (this.#ticks.length > RATE_TICKS) this.#ticks.shift();
    const [first = { at: 0, count: 0 }] = this.#ticks;
    const rate = at > first.at ? ((count - first.count) / (at - first.at)) * 1000 : 0;
    const beat = this.#pulse.heartbeats.last;
    const trip = this.#pulse.roundTrips.last;
    return [
      formatElapsed(at),
      `${counted(count, "event")} ${rate.toFixed(0)}/s`,
      `${this.#tally.open} open`,
      ...(this.#transport === undefined ? [] : [this.#transport]),
      ...(beat === undefined ? [] : [`heartbeat ${formatMilliseconds(beat)}`]),
      ...(trip === undefined ? [] : [`round trip ${formatMilliseconds(trip)}`]),
    ];
  }

  #show(decoded: Decoded, at: number, conn: number): void {
    const { talk } = this.#options;
    if (!talk.shows) return;
    this.#feed.offer(at, () => formatMoment(this.#hide(decoded, at, conn), at, talk.columns));
  }

  /** The event as the tape has it: with its secrets hidden. */
  #hide(decoded: Decoded, at: number, conn: number): Decoded {
    const { event } = decoded;
    if (event === undefined) return { ...decoded, label: this.#hideLabel(decoded) };
    const line = eventEntry(decoded, event, { at, conn, of: 0 });
    const hidden = this.#options.redactor.redactEntry(line);
    if (hidden.kind !== "event") return decoded;
    const args: readonly Value[] = hidden.args;
    return { ...decoded, event: { ...event, args } };
  }

  /** A refusal quotes what the server said; of messages that nobody knows the text is all there is. */
  #hideLabel({ label, packets }: Decoded): string {
    const inner = packets.at(-1);
    const isText = inner?.protocol === "raw" && "data" in inner && typeof inner.data === "string";
    const text = isText ? `${label}  ${JSON.stringify(inner.data)}` : label;
    return this.#options.redactor.redactText(text).text;
  }

  #showLog(entry: Entry & { readonly kind: "log" }): void {
    const hidden = this.#options.redactor.redactEntry(entry);
    if (hidden.kind !== "log") return;
    const { talk } = this.#options;
    const line = printable(`${formatSeconds(hidden.at)}  ${hidden.source}  ${hidden.text}`);
    talk.tell(cut(line, talk.columns));
  }
}

function isShown(decoded: Decoded): boolean {
  const packet = decoded.packets.at(-1);
  if (packet === undefined) return false;
  if (packet.protocol === "engine.io") return packet.type === "upgrade";
  return SHOWN_TYPES.has(packet.type) || packet.protocol === "raw";
}
