// The figures of a tape: told every moment in order, it remembers numbers only, and no more of them
// for a million moments than for a thousand. Of moments that were filtered, it tells of those.

import type { Decoded } from "../../protocols/protocol.ts";
import type { Entry } from "../../tape/entry.ts";
import type { Moment } from "../moment.ts";
import { Pulse } from "../pulse.ts";
import { SessionStories } from "../sessions.ts";
import type { Silence } from "../silences.ts";
import { SilenceFinder } from "../silences.ts";
import type { Side } from "../../base/side.ts";
import { Answers } from "./answers.ts";
import { BinaryParts } from "./binary_parts.ts";
import { Compression } from "./compression.ts";
import { Connections } from "./connections.ts";
import { type Conversations, conversationsOf } from "./conversations.ts";
import { Counts } from "./count.ts";
import { EventBook } from "./events.ts";
import { Rate } from "./rate.ts";

/** A gap in what one side sends. */
export interface Gap extends Silence {
  readonly from: Side;
}

export class Stats {
  readonly answers = new Answers();
  readonly compression = new Compression();
  readonly connections = new Connections();
  /** By `client` and `server`; what nobody sent (notes, marks, connections) counts for neither. */
  readonly directions = new Counts();
  readonly events = new EventBook();
  readonly layers = new Counts();
  /** What was odd, by rule: of the decoders and of the recorder. */
  readonly notes = new Counts();
  readonly pulse = new Pulse("all");
  /** Messages and packets of both sides; HTTP that carries neither is left out. */
  readonly rate = new Rate();
  readonly transports = new Counts();
  readonly #stories = new SessionStories();
  readonly #binary = new BinaryParts();
  readonly #silences = { client: new SilenceFinder(), server: new SilenceFinder() } as const;
  #moments = 0;
  #marks = 0;
  #latestLine = 0;
  #firstAt: number | undefined;
  #lastAt = 0;

  moment(moment: Moment): void {
    const { at, line, decoded, size, conn } = moment;
    if (!Number.isFinite(at)) return;
    this.#moments += 1;
    this.#firstAt ??= at;
    if (at > this.#lastAt) this.#lastAt = at;
    this.#stories.receive(moment);
    this.layers.add(moment.layer, size);
    if (moment.from !== undefined) this.directions.add(moment.from, size);
    // A polling body has several moments, and went over the wire once.
    if (line.known && line.number !== this.#latestLine) this.#recorded(line.entry);
    this.#latestLine = line.number;
    if (decoded !== undefined) this.#decoded(decoded, moment, conn ?? 0);
  }

  get moments(): number {
    return this.#moments;
  }

  get marks(): number {
    return this.#marks;
  }

  /** When the first moment was, in milliseconds since the start of the tape. */
  get from(): number {
    return this.#firstAt ?? 0;
  }

  /** When the last one was. */
  get to(): number {
    return Math.max(this.#lastAt, this.from);
  }

  /** Milliseconds from the first moment to the last. */
  get duration(): number {
    return this.to - this.from;
  }

  /** The longest first. */
  get gaps(): readonly Gap[] {
    return (["client", "server"] as const)
      .flatMap((from) => this.#silences[from].silences(this.to).map((gap) => ({ from, ...gap })))
      .sort((left, right) => right.milliseconds - left.milliseconds);
  }

  get conversations(): Conversations {
    return conversationsOf(this.#stories.stories());
  }

  #recorded(entry: Entry): void {
    this.pulse.recorded(entry);
    this.compression.recorded(entry);
    this.connections.recorded(entry);
    if (entry.kind === "note") this.notes.add(entry.rule);
    if (entry.kind === "mark") this.#marks += 1;
  }

  #decoded(decoded: Decoded, moment: Moment, conn: number): void {
    const { at, size, answers } = moment;
    const { event, from, transport } = decoded;
    if (transport !== undefined) this.transports.add(transport, size);
    if (transport !== "http") {
      this.rate.add(at - this.from);
      this.connections.message(conn);
    }
    for (const { rule } of decoded.notes) this.notes.add(rule);
    this.pulse.decoded(decoded, at, conn);
    if (answers !== undefined) this.answers.answered(from, answers.name, answers.latency);
    const before = this.#binary.before(decoded, conn, size);
    if (event === undefined) return;
    const { namespace, name, args } = event;
    const stats = this.events.find(from, namespace, name);
    stats.add(at - this.from, size + before);
    stats.tracks.event(args, at, decoded.session ?? conn);
    if (event.ackId !== undefined) this.answers.asked(from, name);
    this.#silences[from].event(namespace, name, at);
  }
}
