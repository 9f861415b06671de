// A tape as moments: every line with what the traffic on it means, how deep it goes, and what it
// answers. The one way from a tape to whoever shows, filters, measures or compares it.

import type { Side } from "../base/side.ts";
import type { Decoded } from "../protocols/protocol.ts";
import { Decoder, type DecoderOptions } from "../protocols/registry.ts";
import type { StoredTape } from "../tape/reader.ts";
import type { Entry, Tape, TapeLine } from "../tape/entry.ts";
import { Answers } from "./answers.ts";
import { carriedOf } from "./carried_of.ts";
import { Connections } from "./connections.ts";
import { layerOf } from "./layer_of.ts";
import type { Moment } from "./moment.ts";
import { isRoutineTraffic } from "./routine.ts";
import { shareOf, sizeOf } from "./size_of.ts";
import { wireLabel } from "./wire_label.ts";

/** How to decode; what is left open is decoded as it was when the tape was recorded. */
export type TimelineOptions = DecoderOptions;

/**
 * Turns lines into moments, told in the order of the tape. Every line has one moment, a polling
 * body one for each packet; only derived lines (`event`, `end`) have none.
 */
export class Timeline {
  readonly #decoder: Decoder;
  readonly #answers = new Answers();
  readonly #connections = new Connections();

  constructor(options: TimelineOptions = {}) {
    this.#decoder = new Decoder(options);
  }

  /** Adds the moments of a line to a list: a list for each of a million lines would cost more. */
  receive(line: TapeLine, moments: Moment[]): void {
    if (!line.known) {
      moments.push(unknownMoment(line));
      return;
    }
    const { entry } = line;
    if (entry.kind === "event" || entry.kind === "end") return;
    const carried = carriedOf(entry);
    const decoded = carried === undefined ? NOTHING : this.#decoder.receive(carried);
    const data = carried === undefined || carried.kind === "close" ? undefined : carried.data;
    const size = sizeOf(entry, data);
    const isExpected = this.#connections.follow(entry);
    const first = decoded[0];
    if (first === undefined) {
      moments.push(wireMoment(line, entry, size, isExpected));
    } else if (decoded.length === 1) {
      // A message is one packet; the body of a poll has its own framing, around a single one too.
      const share = entry.kind === "message" ? size : shareOf(first, size);
      moments.push(this.#trafficMoment(line, entry, 0, first, share));
    } else {
      for (const [part, meaning] of decoded.entries()) {
        moments.push(this.#trafficMoment(line, entry, part, meaning, shareOf(meaning, size)));
      }
    }
  }

  /** Written out in full, since it is done a million times: spreading costs more than decoding. */
  #trafficMoment(
    line: TapeLine,
    entry: Entry,
    part: number,
    decoded: Decoded,
    size: number,
  ): Moment {
    const { at } = entry;
    const conn = "conn" in entry && entry.conn !== undefined ? entry.conn : 0;
    const answers = this.#answers.pair(decoded, line.number, part, at, conn);
    const layer = layerOf(decoded);
    const { label, from } = decoded;
    const isRoutine = isRoutineTraffic(decoded);
    return answers === undefined
      ? { line, part, at, layer, label, conn, from, decoded, size, isRoutine }
      : { line, part, at, layer, label, conn, from, decoded, size, isRoutine, answers };
  }
}

/** The moments of a tape, one at a time. `momentBatches` is faster for whoever goes through all. */
export async function* momentsOf(
  tape: Tape | StoredTape,
  options: TimelineOptions = {},
): AsyncGenerator<Moment> {
  for await (const batch of momentBatches(tape, options)) yield* batch;
}

/** The moments of a tape, as many at once as came in at once; batches may be empty. */
export async function* momentBatches(
  tape: Tape | StoredTape,
  options: TimelineOptions = {},
): AsyncGenerator<readonly Moment[]> {
  const timeline = new Timeline(timelineOptions(tape, options));
  if ("batches" in tape) {
    for await (const lines of tape.batches) {
      const moments: Moment[] = [];
      for (const line of lines) timeline.receive(line, moments);
      yield moments;
    }
    return;
  }
  for await (const line of tape.lines) {
    const moments: Moment[] = [];
    timeline.receive(line, moments);
    yield moments;
  }
}

/** How a tape is decoded: as its header says, where the options say nothing else. */
export function timelineOptions(
  { header: { eventKeys } }: Pick<Tape, "header">,
  options: TimelineOptions = {},
): TimelineOptions {
  return { ...(eventKeys === undefined ? {} : { eventKeys }), ...options };
}

const NOTHING: readonly Decoded[] = [];

/** A line that meant nothing by itself: a poll that carried nothing, a frame, a mark, a note. */
function wireMoment(line: TapeLine, entry: Entry, size: number, isRoutine: boolean): Moment {
  const from = sideOf(entry);
  const conn = "conn" in entry ? entry.conn : undefined;
  return {
    line,
    part: 0,
    at: entry.at,
    layer: "wire",
    label: wireLabel(entry),
    size,
    isRoutine,
    ...(conn === undefined ? {} : { conn }),
    ...(from === undefined ? {} : { from }),
  };
}

function unknownMoment(line: TapeLine & { readonly known: false }): Moment {
  const { at, kind: label, conn, from } = line.entry;
  return {
    line,
    part: 0,
    at,
    layer: "wire",
    label,
    size: 0,
    isRoutine: false,
    ...(typeof conn === "number" ? { conn } : {}),
    ...(from === "client" || from === "server" ? { from } : {}),
  };
}

/** Who did it: sent it, or closed the connection. */
function sideOf(entry: Entry): Side | undefined {
  switch (entry.kind) {
    case "request":
      return "client";
    case "response":
      return "server";
    case "message":
    case "control":
    case "bytes":
    case "event":
      return entry.from;
    case "close":
      return entry.by === "tap" ? undefined : entry.by;
    default:
      return undefined;
  }
}
