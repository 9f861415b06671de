// Acts of a live event as recorders would have them: rides on the demo's track, second by second.

import type { Value, ValueObject } from "../../src/base/json.ts";
import { type Position, positionAt, TRACK_SECONDS } from "../../src/demo/track.ts";
import type { Act } from "../../src/diff/act.ts";
import type { ContentRules } from "../../src/diff/content_rules.ts";
import { judgeLive, LiveTally } from "../../src/diff/live.ts";
import type { LiveChange } from "../../src/diff/result.ts";
import { TRACK_KEY } from "./arbitrary_value.ts";

/** What S1 streams. */
export type TrackPayload = ValueObject;

export interface RideOptions {
  readonly count: number;
  /** Where on the track it begins, in seconds. */
  readonly start?: number;
  /** Milliseconds between two events. */
  readonly every?: number;
  /** When the first event was made, by the wall clock. */
  readonly startedAt?: number;
  readonly room?: string;
  readonly change?: (payload: TrackPayload, index: number) => Value;
  readonly at?: (index: number) => number;
}

const STARTED_AT = Date.UTC(2026, 10, 21, 3);

/** A ride, as acts. */
export function rideActs(options: RideOptions): readonly Act[] {
  const { count, start = 0, every = 1000, startedAt = STARTED_AT, room = "track_222222" } = options;
  return Array.from({ length: count }, (_, index) => {
    const position = positionAt((start + index * every / 1000) % TRACK_SECONDS);
    const payload = payloadOf(position, room, startedAt + index * every);
    const value = options.change?.(payload, index) ?? payload;
    return liveAct([value], options.at?.(index) ?? index * every, index + 2);
  });
}

function payloadOf(position: Position, room: string, at: number): TrackPayload {
  const { latitude, longitude, accuracy, speed, heading } = position;
  return {
    room,
    ssoId: Number(room.replace(/\D/g, "")),
    lat: latitude,
    lng: longitude,
    accuracy,
    speed,
    heading,
    recordedAt: new Date(at).toISOString(),
  };
}

export function liveAct(value: Value, at: number, line: number, more: Partial<Act> = {}): Act {
  const content = { id: line, shape: 0, value };
  return { line, part: 0, at, key: TRACK_KEY, content, asks: false, ...more };
}

export function tallyOf(acts: readonly Act[], rules?: ContentRules): LiveTally {
  const tally = new LiveTally(rules);
  for (const act of acts) tally.add(act, 1);
  return tally;
}

/** What is told of two recordings. */
export function judge(left: readonly Act[], right: readonly Act[]): readonly LiveChange[] {
  return judgeLive(tallyOf(left), tallyOf(right));
}

/** Acts with these values, one a second. */
export function valueActs(values: readonly Value[]): readonly Act[] {
  return values.map((value, index) => liveAct([{ value }], index * 1000, index + 2));
}
