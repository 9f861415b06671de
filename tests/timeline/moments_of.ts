// Makes moments of entries that a test writes down, as if they stood on a tape.

import type { Entry, RequestEntry } from "../../src/tape/entry.ts";
import type { Moment } from "../../src/timeline/moment.ts";
import { Timeline } from "../../src/timeline/timeline.ts";

/** The entries stand on lines 2, 3, … */
export function momentsOfEntries(entries: readonly Entry[]): readonly Moment[] {
  const timeline = new Timeline();
  const moments: Moment[] = [];
  for (const [index, entry] of entries.entries()) {
    timeline.receive({ number: index + 2, known: true, entry }, moments);
  }
  return moments;
}

/** A WebSocket of a new Engine.IO session, up to the handshake: four entries. */
export function opened(conn = 1, sid = "abc", version: 3 | 4 = 4): readonly Entry[] {
  const handshake = { sid, upgrades: [], pingInterval: 1000, pingTimeout: 500 };
  return [
    { kind: "open", at: 0, conn },
    get(1, conn, `/socket.io/?EIO=${version}&transport=websocket`),
    { kind: "response", at: 2, conn, id: conn, status: 101, headers: [] },
    says("server", 3, `0${JSON.stringify(handshake)}`, conn),
  ];
}

export function get(at: number, conn: number, url: string, id = conn): RequestEntry {
  return { kind: "request", at, conn, id, method: "GET", url, headers: [] };
}

export function post(at: number, conn: number, url: string, text: string, id = conn): RequestEntry {
  return { ...get(at, conn, url, id), method: "POST", text };
}

export function answered(at: number, conn: number, text: string, status = 200, id = conn): Entry {
  return { kind: "response", at, conn, id, status, headers: [], text };
}

export function says(from: "client" | "server", at: number, text: string, conn = 1): Entry {
  return { kind: "message", at, conn, from, text };
}

export function sends(from: "client" | "server", at: number, bytes: string, conn = 1): Entry {
  return { kind: "message", at, conn, from, base64: btoa(bytes) };
}
