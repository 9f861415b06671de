// The tape that the tests of `inspect` look at, entry by entry: each line by what it says.

import { type FixtureLine, fixtureLines, lineOf, linesOf, timeOf } from "../../house/line_of.ts";

export const TAPE = "tracking_binary_acks";
export const ACKS = "tracking_binary_acks.ndjson";

export const OPENED: number = lineOf(TAPE, '"upgrades"');
export const CONNECT: number = lineOf(TAPE, "40/sfa,");
export const CONNECTED: number = lineOf(TAPE, '40/sfa,{"sid"');
const UPGRADE: number = lineOf(TAPE, ({ kind, text }) => kind === "message" && text === "5");
export const SUBSCRIBE: number = lineOf(TAPE, '42/sfa,0["room:subscribe"');
export const SUBSCRIBED: number = lineOf(TAPE, '43/sfa,0[{"room"');
export const POSITIONS: readonly number[] = linesOf(TAPE, '42/sfa,["location:track"');
export const PLAN: number = lineOf(TAPE, '42/sfa,0["visit:plan"');
export const ACCEPTED: number = lineOf(TAPE, '43/sfa,0[{"accepted"');
export const PLANNED: number = lineOf(TAPE, '42/sfa,["visit:planned"');
const ATTACHMENTS = linesOf(TAPE, ({ base64 }) => base64 !== undefined);
export const PHOTO: number = ATTACHMENTS[0] ?? 0;
export const THUMBNAIL: number = ATTACHMENTS[1] ?? 0;
export const STORED: number = lineOf(TAPE, '43/sfa,1[{"stored"');
export const STORED_HEAD: number = lineOf(TAPE, '451-/sfa,["photo:stored"');
export const DISCONNECT: number = lineOf(TAPE, "41/sfa,");
export const CLOSED: number = linesOf(TAPE, ({ kind }) => kind === "close").at(-1) ?? 0;

/** What --layer event shows. */
export const EVENTS: readonly number[] = sorted([
  SUBSCRIBE,
  SUBSCRIBED,
  ...POSITIONS,
  PLAN,
  ACCEPTED,
  PLANNED,
  PHOTO,
  STORED,
  THUMBNAIL,
]);
/** What a user sees who asks for nothing else. */
export const SHOWN: readonly number[] = sorted([
  OPENED,
  CONNECT,
  CONNECTED,
  UPGRADE,
  ...EVENTS,
  DISCONNECT,
  CLOSED,
]);

/** A line that has no moment of its own: the event that stands beside the plan. */
export const DERIVED: number = lineOf(TAPE, ({ kind, of }) => kind === "event" && of === PLAN);

/** A line that is folded away. */
export const HALF_CLOSE: number = lineOf(TAPE, ({ op }) => op === "end");

export function sorted(numbers: readonly number[]): readonly number[] {
  return [...numbers].sort((one, other) => one - other);
}

/** So many of the entries that are shown before the line, and after it. */
export function around(line: number, count: number): readonly number[] {
  const before = SHOWN.filter((number) => number < line).slice(-count);
  return [...before, ...SHOWN.filter((number) => number > line).slice(0, count)];
}

/** When it was, in milliseconds. */
export function at(line: number): number {
  return timeOf(TAPE, line);
}

/** Its connection, as --conn takes it. */
export function connectionOf(line: number): string {
  return String(entryOf(line).conn);
}

/** What stands on the line. */
export function entryOf(line: number): FixtureLine["entry"] {
  return fixtureLines(TAPE)[line - 1]?.entry ?? {};
}

/** The lines of a connection; decoded events are told with their messages. */
export function linesOfConnection(conn: string): readonly number[] {
  return linesOf(
    TAPE,
    (entry) => String(entry.conn) === conn && entry.kind !== "event",
  );
}
