// What a recording counts and measures, for the status line while it runs and the summary after it.

import type { Decoded, Transport } from "../../protocols/protocol.ts";
import type { Entry } from "../../tape/entry.ts";
import { Pulse } from "../../timeline/pulse.ts";
import { SilenceFinder } from "../../timeline/silences.ts";
import { counted } from "../../view/terminal/duration.ts";
import { formatElapsed, formatMilliseconds } from "./figures.ts";
import { Presence } from "./presence.ts";
import type { Figures } from "./summary.ts";
import { Tally } from "./tally.ts";

/** The rate is that of so many calls of `status`: a single one would leap. */
const RATE_TICKS = 6;

/** Told everything that was recorded, and what it meant, in order. */
export class Gauges {
  readonly #tally = new Tally();
  readonly #pulse = new Pulse();
  readonly #silences = new SilenceFinder();
  readonly #presence = new Presence();
  #transport: Transport | undefined;
  readonly #ticks: { readonly at: number; readonly count: number }[] = [{ at: 0, count: 0 }];

  recorded(entry: Entry): void {
    this.#tally.recorded(entry);
    this.#pulse.recorded(entry);
    // Messages are most of what passes, and nobody comes or goes with them.
    if (entry.kind === "message") return;
    const absence = this.#presence.recorded(entry);
    if (absence !== undefined) this.#silences.absent(absence.from, absence.until);
  }

  decoded(decoded: Decoded, at: number, conn: number): void {
    this.#tally.decoded(decoded);
    this.#pulse.decoded(decoded, at, conn);
    this.#transport = decoded.transport ?? this.#transport;
    const { event, from } = decoded;
    if (event !== undefined && from === "server") {
      this.#silences.event(event.namespace, event.name, at);
    }
  }

  get marks(): number {
    return this.#tally.marks;
  }

  /** There was something that can be played. */
  get hasSession(): boolean {
    return this.#tally.hasSession;
  }

  /** How many connections there were so far. */
  get connections(): number {
    return this.#tally.connections;
  }

  /** All that was counted until `end`, in milliseconds. */
  figures(end: number): Figures {
    const silences = this.#silences.silences(this.#presence.lastUntil(end));
    const { reconnects } = this.#presence;
    return { end, tally: this.#tally, pulse: this.#pulse, silences, reconnects };
  }

  /** What there is at this moment, the most important first. */
  status(at: number): readonly string[] {
    const count = this.#tally.eventCount;
    const plain = this.#tally.plain.reduce((sum, one) => sum + one.count, 0);
    this.#ticks.push({ at, count });
    if (this.#ticks.length > RATE_TICKS) this.#ticks.shift();
    const [first = { at: 0, count: 0 }] = this.#ticks;
    const rate = at > first.at ? ((count - first.count) / (at - first.at)) * 1000 : 0;
    const beat = this.#pulse.heartbeats.last;
    const trip = this.#pulse.roundTrips.last;
    return [
      formatElapsed(at),
      `${counted(count, "event")} ${rate.toFixed(0)}/s`,
      ...(plain === 0 ? [] : [counted(plain, "other message")]),
      `${this.#tally.open} open`,
      ...(this.#transport === undefined ? [] : [this.#transport]),
      ...(beat === undefined ? [] : [`heartbeat ${formatMilliseconds(beat)}`]),
      ...(trip === undefined ? [] : [`round trip ${formatMilliseconds(trip)}`]),
    ];
  }
}
