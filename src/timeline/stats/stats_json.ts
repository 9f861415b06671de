// The figures for programs: one object, documented field by field in docs/stats-json.md.

import type { JsonObject, JsonValue } from "../../base/json.ts";
import type { Sample } from "../sample.ts";
import { ratioOf, type Saving } from "./compression.ts";
import type { Count } from "./count.ts";
import type { EventStats } from "./events.ts";
import type { Rate } from "./rate.ts";
import type { Stats } from "./stats.ts";
import type { SubjectTrack } from "./tracks.ts";

/** How many steps a rate is told in. */
export const MOST_STEPS = 128;

/** Everything that the figures tell, by documented names. Times are milliseconds. */
export function statsJson(stats: Stats): JsonObject {
  const { answers, compression, connections, conversations, pulse } = stats;
  return {
    from: exact(stats.from),
    to: exact(stats.to),
    duration: exact(stats.duration),
    moments: stats.moments,
    marks: stats.marks,
    directions: stats.directions.list.map((count) => countJson("from", count)),
    layers: stats.layers.list.map((count) => countJson("layer", count)),
    transports: stats.transports.list.map((count) => countJson("transport", count)),
    messages: stats.rate.total,
    rate: rateJson(stats.rate),
    events: stats.events.list.map(eventJson),
    gaps: stats.gaps.map(({ from, namespace, name, at, milliseconds, usual }) => ({
      from,
      namespace,
      name,
      at: exact(at),
      milliseconds: exact(milliseconds),
      usual: exact(usual),
    })),
    roundTrip: sampleJson(pulse.roundTrips),
    heartbeats: {
      client: sampleJson(pulse.heartbeats),
      server: sampleJson(pulse.serverHeartbeats),
    },
    acknowledgements: {
      client: sampleJson(answers.latency.client),
      server: sampleJson(answers.latency.server),
      events: answers.list.map(({ by, name, asked, latency }) => ({
        by,
        name,
        asked,
        latency: sampleJson(latency),
      })),
    },
    compression: {
      websocket: savingJson(compression.messages),
      http: { ...savingJson(compression.bodies), codings: compression.codings },
    },
    conversations: { ...conversations, ends: conversations.ends.map((end) => ({ ...end })) },
    connections: {
      opened: connections.opened,
      closed: connections.closed,
      resets: connections.resets,
      messages: sampleJson(connections.messages),
    },
    notes: stats.notes.mostFirst.map(({ kind, count }) => ({ rule: kind, count })),
    tracks: stats.events.list.flatMap((event) =>
      event.tracks.list.map((track) => trackJson(event, track))
    ),
    positionsLeftOut: {
      offEarth: sum(stats.events.list, ({ tracks }) => tracks.offEarth),
      tooMany: sum(stats.events.list, ({ tracks }) => tracks.untracked),
    },
  };
}

function countJson(name: string, { kind, count, bytes }: Count): JsonObject {
  return { [name]: kind, count, bytes };
}

function eventJson({ from, namespace, name, count, bytes, rate }: EventStats): JsonObject {
  return { from, namespace, name, count, bytes, rate: rateJson(rate) };
}

function rateJson(rate: Rate): JsonObject {
  const { milliseconds, counts } = rate.steps(MOST_STEPS);
  return { milliseconds, counts };
}

function sampleJson({ count, least, median, p95, most }: Sample): JsonValue {
  if (least === undefined || median === undefined) return null;
  if (p95 === undefined || most === undefined) return null;
  return { count, least: exact(least), median: exact(median), p95: exact(p95), most: exact(most) };
}

function savingJson(saving: Saving): JsonObject {
  const { count, compressed, contentBytes, wireBytes } = saving;
  const ratio = ratioOf(saving);
  return {
    count,
    compressed,
    contentBytes,
    wireBytes,
    ratio: ratio === undefined ? null : exact(ratio),
  };
}

function trackJson(event: EventStats, { subject, track }: SubjectTrack): JsonObject {
  const { from, namespace, name } = event;
  const { count, metres, speed, jumps, longestGap, box } = track;
  return {
    from,
    namespace,
    name,
    subject,
    points: count,
    metres: exact(metres),
    speed: speed === undefined ? null : { least: exact(speed.least), most: exact(speed.most) },
    jumps: { count: jumps.count, metres: exact(jumps.metres) },
    longestGap: longestGap === undefined
      ? null
      : { at: exact(longestGap.at), milliseconds: exact(longestGap.milliseconds) },
    box: box === undefined ? null : { ...box },
  };
}

function sum(events: readonly EventStats[], figure: (event: EventStats) => number): number {
  return events.reduce((total, event) => total + figure(event), 0);
}

/** As exact as times on a tape are; what is computed from them has no more digits to tell. */
function exact(value: number): number {
  return Math.round(value * 1000) / 1000;
}
