// What is told when a recording has ended: for people as lines, for programs as one JSON object.

import type { JsonObject, JsonValue } from "../../base/json.ts";
import type { Pulse } from "../../timeline/pulse.ts";
import type { Sample } from "../../timeline/sample.ts";
import type { Silence } from "../../timeline/silences.ts";
import { printable } from "../../view/terminal/event_line.ts";
import { counted } from "../../view/terminal/duration.ts";
import { formatBytes, formatMilliseconds } from "./figures.ts";
import type { ReconnectFigures } from "./reconnects.ts";
import type { EventCount, PlainCount, Tally } from "./tally.ts";

export interface Figures {
  /** How long it took, in milliseconds. */
  readonly end: number;
  readonly tally: Tally;
  readonly pulse: Pulse;
  readonly silences: readonly Silence[];
  /** Undefined where nobody knows whether those who come back are those who went. */
  readonly reconnects?: ReconnectFigures | undefined;
}

/** How many silences are told to people. */
const TOLD_SILENCES = 3;

export function summaryLines(figures: Figures): readonly string[] {
  const { end, tally, pulse, silences, reconnects } = figures;
  return [
    [
      `${(end / 1000).toFixed(1)} s`,
      counted(tally.connections, "connection"),
      counted(tally.requests, "HTTP request"),
      counted(tally.messages, "websocket message"),
      formatBytes(tally.bytes),
      ...(tally.marks > 0 ? [counted(tally.marks, "mark")] : []),
    ].join(", "),
    ...tally.events.map(eventLine),
    ...tally.plain.map(plainLine),
    ...sampleLine("round trip", pulse.roundTrips),
    ...sampleLine("heartbeat answered after", pulse.heartbeats),
    ...reconnectLine(reconnects),
    ...silences.slice(0, TOLD_SILENCES).map(silenceLine),
  ];
}

function eventLine({ from, namespace, name, count }: EventCount): string {
  const arrow = from === "client" ? "→" : "←";
  const place = namespace === "" ? name : `${namespace}  ${name}`;
  return printable(`${String(count).padStart(7)}  ${arrow}  ${place}`);
}

function plainLine({ from, type, count }: PlainCount): string {
  return `${String(count).padStart(7)}  ${from === "client" ? "→" : "←"}  ${type}, no name`;
}

function sampleLine(name: string, sample: Sample): readonly string[] {
  const { median, least, most, count } = sample;
  if (median === undefined || least === undefined || most === undefined) return [];
  if (count === 1) return [`${name} ${formatMilliseconds(median)}`];
  const range = `${formatMilliseconds(least)} to ${formatMilliseconds(most)}`;
  return [`${name} ${formatMilliseconds(median)} (median of ${count}, ${range})`];
}

function reconnectLine(reconnects: ReconnectFigures | undefined): readonly string[] {
  if (reconnects === undefined || reconnects.count === 0) return [];
  const { count, away, longest } = reconnects;
  const told = `${counted(count, "reconnect")}, away for ${formatMilliseconds(away)}`;
  return [count === 1 ? told : `${told} in all, ${formatMilliseconds(longest)} the longest`];
}

function silenceLine({ name, at, milliseconds, usual }: Silence): string {
  return printable(
    `gap: no ${name} for ${formatMilliseconds(milliseconds)} from ${(at / 1000).toFixed(1)} s on ` +
      `(usually every ${formatMilliseconds(usual)})`,
  );
}

/** The same for programs. */
export function summaryJson(figures: Figures): JsonObject {
  const { end, tally, pulse, silences, reconnects } = figures;
  return {
    seconds: Math.round(end * 1000) / 1e6,
    connections: tally.connections,
    requests: tally.requests,
    messages: tally.messages,
    bytes: tally.bytes,
    marks: tally.marks,
    events: tally.events.map((event): JsonValue => ({ ...event })),
    plain: tally.plain.map((plain): JsonValue => ({ ...plain })),
    roundTrip: sampleJson(pulse.roundTrips),
    heartbeat: sampleJson(pulse.heartbeats),
    ...(reconnects === undefined ? {} : {
      reconnects: {
        count: reconnects.count,
        away: rounded(reconnects.away),
        longest: rounded(reconnects.longest),
      },
    }),
    gaps: silences.map(({ namespace, name, at, milliseconds, usual }): JsonValue => ({
      namespace,
      name,
      at: rounded(at),
      milliseconds: rounded(milliseconds),
      usual: rounded(usual),
    })),
  };
}

/** In milliseconds. */
function sampleJson({ count, median, least, most }: Sample): JsonValue {
  if (median === undefined || least === undefined || most === undefined) return null;
  return { count, median: rounded(median), least: rounded(least), most: rounded(most) };
}

/** To the microsecond, as times stand on the tape. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
