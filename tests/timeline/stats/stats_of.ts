// Stats of lines that a test wrote by hand, decoded as a tape's are.

import type { Entry, TapeLine } from "../../../src/tape/entry.ts";
import type { Moment } from "../../../src/timeline/moment.ts";
import { Stats } from "../../../src/timeline/stats/stats.ts";
import { Timeline } from "../../../src/timeline/timeline.ts";

export function momentsOfEntries(entries: readonly Entry[]): readonly Moment[] {
  const timeline = new Timeline();
  const moments: Moment[] = [];
  entries.forEach((entry, index) => {
    const line: TapeLine = { number: index + 2, known: true, entry };
    timeline.receive(line, moments);
  });
  return moments;
}

export function statsOfMoments(moments: Iterable<Moment>): Stats {
  const stats = new Stats();
  for (const moment of moments) stats.moment(moment);
  return stats;
}

export function statsOf(entries: readonly Entry[]): Stats {
  return statsOfMoments(momentsOfEntries(entries));
}

/** A WebSocket that is open on a connection, with Engine.IO of this version or without. */
export function webSocket(at: number, conn: number, version?: 3 | 4): readonly Entry[] {
  const url = version === undefined ? "/feed" : `/socket.io/?EIO=${version}&transport=websocket`;
  const headers = [["Connection", "Upgrade"], ["Upgrade", "websocket"]] as const;
  const open: readonly Entry[] = [
    { kind: "open", at, conn },
    { kind: "request", at, conn, id: conn, method: "GET", url, headers },
    { kind: "response", at: at + 2, conn, id: conn, status: 101, headers: [] },
  ];
  if (version === undefined) return open;
  const handshake = `0{"sid":"sid${conn}","upgrades":[],"pingInterval":25000,"pingTimeout":20000}`;
  return [...open, message(at + 3, "server", handshake, conn)];
}

export function message(at: number, from: "client" | "server", text: string, conn = 1): Entry {
  return { kind: "message", at, conn, from, text };
}
