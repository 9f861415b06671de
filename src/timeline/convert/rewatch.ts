// Makes the `event` lines of other events than those that were watched: the old ones go, and new ones
// are read from the raw lines.

import { type Value, valueToJson } from "../../base/json.ts";
import type { DecodedEvent } from "../../protocols/protocol.ts";
import type { DecoderOptions } from "../../protocols/registry.ts";
import type { EventEntry, TapeLine } from "../../tape/entry.ts";
import type { Moment } from "../moment.ts";
import { Timeline } from "../timeline.ts";
import { hiddenArguments } from "./hidden_arguments.ts";
import type { ConvertProblem } from "./outcome.ts";

export interface RewatchOptions {
  /** `*` is every event. */
  readonly watch: readonly string[];
  readonly decoding: DecoderOptions;
  readonly onProblem: (problem: ConvertProblem) => void;
  readonly freshNumber: () => number;
}

export async function* rewatch(
  lines: AsyncIterable<TapeLine>,
  { watch, decoding, onProblem, freshNumber }: RewatchOptions,
): AsyncGenerator<TapeLine> {
  const timeline = new Timeline(decoding);
  const isWatched = (name: string): boolean => watch.includes("*") || watch.includes(name);
  for await (const line of lines) {
    if (line.known && line.entry.kind === "event") continue;
    yield line;
    const moments: Moment[] = [];
    timeline.receive(line, moments);
    for (const { decoded, conn } of moments) {
      const event = decoded?.event;
      if (event === undefined || conn === undefined || !isWatched(event.name)) continue;
      const place = { at: line.entry.at, conn, from: decoded?.from ?? "server", of: line.number };
      yield { number: freshNumber(), known: true, entry: eventLine(event, place, line) };
      if (event.args.some(isBeyondJson)) onProblem({ line: line.number, reason: BEYOND_JSON });
    }
  }
}

const BEYOND_JSON = 'a number in it is too large for any double: its "event" line says null';

/** Read from `1e400`: an `event` line cannot say it again. */
function isBeyondJson(value: Value): boolean {
  if (typeof value === "number") return !Number.isFinite(value);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return false;
  return Object.values(value).some(isBeyondJson);
}

type Place = Pick<EventEntry, "at" | "conn" | "from" | "of">;

function eventLine(event: DecodedEvent, place: Place, raw: TapeLine): EventEntry {
  const { namespace: ns, name, ackId } = event;
  const { at, conn, from, of } = place;
  const args = event.args.map(valueToJson);
  const ack = ackId === undefined ? {} : { ack: ackId };
  const redacted = hiddenArguments(args, raw);
  const entry: EventEntry = { kind: "event", at, conn, from, ns, name, args, of, ...ack };
  return redacted === undefined ? entry : { ...entry, redacted };
}
