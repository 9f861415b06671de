// Large tapes for the bench: a session over a websocket that streams positions, as `record` writes
// it, with other events and heartbeats between them.

import { positionAt } from "../../src/demo/track.ts";

export interface LargeTape {
  /** So many lines, header and `end` not counted, or so many bytes. */
  readonly entries?: number;
  readonly bytes?: number;
}

const HEADER = {
  kind: "tape",
  format: "wiretape/1",
  id: "bench",
  startedAt: "2026-11-21T03:00:00.000Z",
  tool: "wiretape bench",
  mode: "record",
  target: "http://127.0.0.1:3000/sfa",
  watch: [],
  redaction: { on: true },
};

const URL_PATH = "/socket.io/?EIO=4&transport=websocket";
const UPGRADE = [["Host", "127.0.0.1:3000"], ["Upgrade", "websocket"], ["Connection", "Upgrade"]];

/** How many lines are handed to the disk together. */
const BATCH_LINES = 5000;

export async function writeLargeTape(path: string, { entries, bytes }: LargeTape): Promise<void> {
  using file = await Deno.open(path, { create: true, write: true, truncate: true });
  const encoder = new TextEncoder();
  let count = 0;
  let written = 0;
  let waiting: string[] = [];
  const flush = (): void => {
    let rest = encoder.encode(waiting.join(""));
    written += rest.length;
    while (rest.length > 0) rest = rest.subarray(file.writeSync(rest));
    waiting = [];
  };
  const put = (entry: object): void => {
    waiting.push(`${JSON.stringify(entry)}\n`);
    if (waiting.length >= BATCH_LINES) flush();
  };
  const message = (at: number, from: string, text: string): void => {
    count += 1;
    put({ kind: "message", at, conn: 1, from, text });
  };
  put(HEADER);
  put({ kind: "open", at: 0, conn: 1, peer: "127.0.0.1:50000" });
  put({ kind: "request", at: 1, conn: 1, id: 1, method: "GET", url: URL_PATH, headers: UPGRADE });
  put({ kind: "response", at: 2, conn: 1, id: 1, status: 101, headers: UPGRADE });
  count += 3;
  message(3, "server", '0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000}');
  message(4, "client", "40/sfa,");
  message(5, "server", '40/sfa,{"sid":"n"}');
  for (let step = 0; entries === undefined ? written < (bytes ?? 0) : count < entries; step++) {
    const at = 6 + step * 10;
    if (step % 2500 === 0) message(at, "server", "2");
    else if (step % 2500 === 1) message(at, "client", "3");
    else if (step % 20 === 7) message(at, "client", `42/sfa,["seen",{"step":${step}}]`);
    else message(at, "server", `42/sfa,${JSON.stringify(["location:track", payload(step)])}`);
  }
  put({ kind: "end", at: 7 + count * 10, entries: count });
  flush();
}

function payload(step: number): object {
  const { latitude, longitude, speed, heading, accuracy } = positionAt(step / 100);
  const recordedAt = new Date(1_790_000_000_000 + step * 10).toISOString();
  const place = { lat: latitude, lng: longitude, accuracy, speed, heading };
  return { room: "track_222222", ssoId: 222222, ...place, recordedAt };
}
