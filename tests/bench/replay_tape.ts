// What the benches of the replay play: a session of the field-sales system (S1) with as many
// positions as are wanted, as a tape of it would have it, and the same events for a stock server.

import { encodeUtf8 } from "../../src/base/bytes.ts";
import { readScript } from "../../src/replay/read_script.ts";
import type { ReplayScript } from "../../src/replay/script.ts";
import { readTape } from "../../src/tape/reader.ts";

export const NAMESPACE = "/sfa";
export const QUESTION = "room:subscribe";
export const EVENT = "location:track";

export interface Position {
  readonly room: string;
  readonly ssoId: number;
  readonly lat: number;
  readonly lng: number;
  readonly accuracy: number;
  readonly speed: number;
  readonly heading: number;
  readonly recordedAt: string;
}

const STARTED_AT = Date.UTC(2026, 10, 21, 3);

/** Positions along a track: no two are alike. */
export function positions(count: number): readonly Position[] {
  return Array.from({ length: count }, (_, index) => ({
    room: "track_222222",
    ssoId: 222222,
    lat: -6.2 + index / 1e6,
    lng: 106.8 + index / 5e5,
    accuracy: 5,
    speed: 8.3,
    heading: index % 360,
    recordedAt: new Date(STARTED_AT + index * 1000).toISOString(),
  }));
}

const TARGET = "/socket.io/?auth_type=v3&token=bench&EIO=4&transport=websocket";

/** One client, over WebSocket: it joins, subscribes, and so many milliseconds lie between events. */
export async function trackingScript(count: number, interval: number): Promise<ReplayScript> {
  const subscription = `42${NAMESPACE},${
    JSON.stringify([QUESTION, { room: "track_222222", ssoId: 222222 }])
  }`;
  const said = [
    [
      "server",
      '0{"sid":"recordedEngineSid01","upgrades":[],"pingInterval":25000,"pingTimeout":20000}',
    ],
    ["client", `40${NAMESPACE},`],
    ["server", `40${NAMESPACE},{"sid":"recordedInnerSid001"}`],
    ["client", subscription],
  ].map(([from, text]) => ({ kind: "message", at: 3, conn: 1, from, text }));
  const events = positions(count).map((position, index) => ({
    kind: "message",
    at: 3 + (index + 1) * interval,
    conn: 1,
    from: "server",
    text: `42${NAMESPACE},${JSON.stringify([EVENT, position])}`,
  }));
  const entries = [
    {
      kind: "tape",
      format: "wiretape/1",
      id: "1",
      startedAt: "2026-11-21T03:00:00.000Z",
      tool: "wiretape",
      mode: "proxy",
    },
    { kind: "open", at: 0, conn: 1 },
    { kind: "request", at: 1, conn: 1, id: 1, method: "GET", url: TARGET, headers: [] },
    { kind: "response", at: 2, conn: 1, id: 1, status: 101, headers: [] },
    ...said,
    ...events,
  ];
  return await readScript(await readTape(chunksOf(entries)));
}

function* chunksOf(entries: readonly object[]): Generator<Uint8Array> {
  for (const entry of entries) yield encodeUtf8(`${JSON.stringify(entry)}\n`);
}

/** What a client says, in the order of the tape, and asks for. */
export const CLIENT_SAYS = {
  target: TARGET,
  connect: `40${NAMESPACE},`,
  subscribe: `42${NAMESPACE},${
    JSON.stringify([QUESTION, { room: "track_222222", ssoId: 222222 }])
  }`,
} as const;
