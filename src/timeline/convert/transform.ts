// Changes what lines mean and keeps them true: decides for every moment what becomes of it, writes
// the raw message anew, and lets the derived `event` lines follow. Lines that nothing was decided for
// come out as they went in.

import type { DecoderOptions } from "../../protocols/registry.ts";
import { DEFAULT_EVENT_KEYS } from "../../protocols/json/json.ts";
import type { EventEntry, TapeLine } from "../../tape/entry.ts";
import type { Moment } from "../moment.ts";
import { Timeline } from "../timeline.ts";
import { addedEventLine, claimEvent, withEventArguments } from "./event_lines.ts";
import { type HeldEvent, type HeldLine, holdLine, isChanged } from "./held_line.ts";
import type { ConvertProblem, Decide } from "./outcome.ts";
import { type PacketGroup, PacketGroups } from "./packet_groups.ts";
import { planGroup } from "./plan_group.ts";
import { renderLine } from "./render_line.ts";

/** How many lines may wait for the attachments of one packet. */
export const MAX_HELD_LINES = 10_000;

/** How many changed lines are remembered for the `event` lines that follow them. */
export const MAX_REMEMBERED_LINES = 10_000;

export interface TransformOptions {
  readonly decide: Decide;
  /** How the tape is decoded. */
  readonly decoding: DecoderOptions;
  /** The events that have lines of their own; `*` is every event. */
  readonly watch: readonly string[];
  readonly onProblem: (problem: ConvertProblem) => void;
  /** Numbers for lines that are new: none that the tape has. */
  readonly freshNumber: () => number;
}

/** Lines in, lines out; what refers to a line does so by the number that the line came with. */
export async function* transform(
  lines: AsyncIterable<TapeLine>,
  options: TransformOptions,
): AsyncGenerator<TapeLine> {
  const transformer = new Transformer(options);
  for await (const line of lines) yield* transformer.receive(line);
  yield* transformer.finish();
}

class Transformer {
  readonly #options: TransformOptions;
  readonly #timeline: Timeline;
  readonly #groups = new PacketGroups();
  /** Lines in their order; those behind an open one wait with it. */
  #queue: HeldLine[] = [];
  readonly #changed = new Map<number, readonly HeldEvent[]>();
  readonly #droppedRequests = new Set<number>();

  constructor(options: TransformOptions) {
    this.#options = options;
    this.#timeline = new Timeline(options.decoding);
  }

  *receive(line: TapeLine): Generator<TapeLine> {
    const moments: Moment[] = [];
    this.#timeline.receive(line, moments);
    const held = holdLine(line, moments);
    this.#queue.push(held);
    for (const part of held.parts) {
      for (const group of this.#groups.add(held, part)) this.#settle(group);
    }
    if (this.#queue.length > MAX_HELD_LINES) this.#giveUp();
    yield* this.#release();
  }

  *finish(): Generator<TapeLine> {
    this.#giveUp();
    yield* this.#release();
  }

  #giveUp(): void {
    for (const group of this.#groups.giveUp()) this.#settle(group);
  }

  #settle(group: PacketGroup): void {
    const last = group.members.at(-1);
    if (last === undefined) return;
    const { moment } = last.part;
    const { event, from } = moment.decoded ?? {};
    const held: HeldEvent | undefined = event === undefined || from === undefined
      ? undefined
      : { event, from, args: undefined, name: undefined, dropped: false, copies: [], told: false };
    if (held !== undefined) last.held.events.push(held);
    const outcome = this.#options.decide(moment, last.held.parts.at(-1) === last.part);
    if (outcome === undefined) return;
    const { eventKeys = DEFAULT_EVENT_KEYS } = this.#options.decoding;
    const reason = planGroup(group, outcome, { held, eventKeys });
    if (reason !== undefined) this.#options.onProblem({ line: moment.line.number, reason });
  }

  *#release(): Generator<TapeLine> {
    let released = 0;
    for (const held of this.#queue) {
      if (held.open > 0) break;
      released++;
      yield* this.#render(held);
    }
    if (released > 0) this.#queue = this.#queue.slice(released);
  }

  *#render(held: HeldLine): Generator<TapeLine> {
    const { line } = held;
    if (line.known && line.entry.kind === "event") {
      yield* this.#renderEvent(line.number, line.entry);
      return;
    }
    if (line.known && line.entry.kind === "response") {
      if (this.#droppedRequests.delete(line.entry.id)) return;
    }
    // A binary event may have changed on another line, where its text stands.
    const isTold = held.events.some(({ args, dropped }) => args !== undefined || dropped);
    if (isChanged(held) || isTold) this.#remember(line.number, held.events);
    if (!isChanged(held)) {
      yield line;
      return;
    }
    let isKept = false;
    for (const { entry, isOriginal, added, copyOf } of renderLine(held)) {
      const number = isOriginal ? line.number : this.#options.freshNumber();
      isKept ||= isOriginal;
      yield { number, known: true, entry };
      copyOf?.copies.push(number);
      if (added !== undefined && entry.kind === "message" && this.#isWatched(added.name)) {
        yield this.#fresh(addedEventLine(added, entry, number));
      }
    }
    if (!isKept && line.known && line.entry.kind === "request") {
      this.#droppedRequests.add(line.entry.id);
    }
    yield* this.#bodyEvents(held);
  }

  /** Events that were put into a polling body stand on its own line. */
  *#bodyEvents({ line, parts }: HeldLine): Generator<TapeLine> {
    if (!line.known || line.entry.kind !== "request" && line.entry.kind !== "response") return;
    const { at, conn, kind } = line.entry;
    const from = kind === "request" ? "client" : "server";
    for (const { added, copyOf } of parts.flatMap(({ extras }) => extras)) {
      copyOf?.copies.push(line.number);
      if (added === undefined || !this.#isWatched(added.name)) continue;
      yield this.#fresh(addedEventLine(added, { at, conn, from }, line.number));
    }
  }

  *#renderEvent(number: number, entry: EventEntry): Generator<TapeLine> {
    const events = this.#changed.get(entry.of);
    const held = events === undefined ? undefined : claimEvent(entry, events);
    if (held === undefined) {
      if (events !== undefined) {
        const reason = `its raw line ${entry.of}, which changed, has no such event`;
        this.#options.onProblem({ line: number, reason });
      }
      yield { number, known: true, entry };
      return;
    }
    const changed = withEventArguments(entry, held);
    if (!held.dropped) yield { number, known: true, entry: changed };
    for (const of of held.copies) yield this.#fresh({ ...changed, of });
  }

  #fresh(entry: EventEntry): TapeLine {
    return { number: this.#options.freshNumber(), known: true, entry };
  }

  #isWatched(name: string): boolean {
    const { watch } = this.#options;
    return watch.includes("*") || watch.includes(name);
  }

  #remember(number: number, events: readonly HeldEvent[]): void {
    this.#changed.set(number, events);
    if (this.#changed.size <= MAX_REMEMBERED_LINES) return;
    for (const oldest of this.#changed.keys()) {
      this.#changed.delete(oldest);
      return;
    }
  }
}
