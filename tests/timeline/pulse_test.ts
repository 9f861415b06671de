// Round trips and heartbeats, from both versions of Engine.IO and from WebSocket's own pings.

import { assertEquals } from "@std/assert";
import { Decoder } from "../../src/protocols/registry.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { carriedOf } from "../../src/timeline/carried_of.ts";
import { MAX_WAITING, Pulse } from "../../src/timeline/pulse.ts";

function pulseOf(entries: readonly Entry[]): Pulse {
  const pulse = new Pulse();
  const decoder = new Decoder();
  for (const entry of entries) {
    pulse.recorded(entry);
    const carried = carriedOf(entry);
    if (carried === undefined) continue;
    for (const decoded of decoder.receive(carried)) {
      pulse.decoded(decoded, entry.at, carried.conn);
    }
  }
  return pulse;
}

function upgrade(at: number, eio: number): readonly Entry[] {
  const url = `/socket.io/?EIO=${eio}&transport=websocket&sid=x`;
  return [
    {
      kind: "request",
      at,
      conn: 1,
      id: 1,
      method: "GET",
      url,
      headers: [["upgrade", "WebSocket"]],
    },
    { kind: "response", at: at + 20, conn: 1, id: 1, status: 101, headers: [] },
  ];
}

function message(at: number, from: "client" | "server", text: string): Entry {
  return { kind: "message", at, conn: 1, from, text };
}

Deno.test("Pulse measures the handshake and the probe as round trips", () => {
  const pulse = pulseOf([
    ...upgrade(0, 4),
    message(30, "client", "2probe"),
    message(36, "server", "3probe"),
    message(37, "client", "5"),
  ]);
  assertEquals([pulse.roundTrips.count, pulse.roundTrips.least, pulse.roundTrips.most], [2, 6, 20]);
  assertEquals(pulse.heartbeats.count, 0);
});

Deno.test("Pulse measures how quickly a client answers the server's ping (Engine.IO 4)", () => {
  const pulse = pulseOf([
    ...upgrade(0, 4),
    message(100, "server", "2"),
    message(103, "client", "3"),
    message(200, "server", "2"),
    message(205, "client", "3"),
    message(206, "client", "3"),
  ]);
  assertEquals([pulse.heartbeats.count, pulse.heartbeats.median, pulse.heartbeats.last], [2, 3, 5]);
});

Deno.test("Pulse measures a client's ping as a round trip (Engine.IO 3, WebSocket)", () => {
  const pulse = pulseOf([
    ...upgrade(0, 3),
    message(100, "client", "2"),
    message(107, "server", "3"),
    { kind: "control", at: 200, conn: 1, from: "client", op: "ping" },
    { kind: "control", at: 209, conn: 1, from: "server", op: "pong" },
  ]);
  assertEquals([pulse.roundTrips.count, pulse.roundTrips.last], [3, 9]);
});

Deno.test("Pulse measures POSTs of polling, and no GET, which waits for news", () => {
  const url = "/socket.io/?EIO=4&transport=polling&sid=x";
  const pulse = pulseOf([
    { kind: "request", at: 0, conn: 1, id: 1, method: "GET", url, headers: [] },
    { kind: "request", at: 1, conn: 2, id: 2, method: "POST", url, headers: [], text: "40" },
    { kind: "response", at: 4, conn: 2, id: 2, status: 200, headers: [], text: "ok" },
    { kind: "response", at: 900, conn: 1, id: 1, status: 200, headers: [], text: "40" },
    { kind: "request", at: 1000, conn: 2, id: 3, method: "POST", url, headers: [], text: "41" },
    { kind: "response", at: 1500, conn: 2, id: 3, status: 400, headers: [], text: "{}" },
  ]);
  assertEquals([pulse.roundTrips.count, pulse.roundTrips.most], [1, 3]);
});

Deno.test("Pulse remembers only so many questions that nobody answers", () => {
  const pulse = new Pulse();
  for (let conn = 0; conn <= MAX_WAITING; conn++) {
    pulse.recorded({ kind: "control", at: 0, conn, from: "client", op: "ping" });
  }
  for (const conn of [0, MAX_WAITING - 1, MAX_WAITING]) {
    pulse.recorded({ kind: "control", at: 1, conn, from: "server", op: "pong" });
  }
  assertEquals(pulse.roundTrips.count, 2);
});

Deno.test("Pulse does not time what a cut only kept as context", () => {
  const context = (entry: Entry): Entry & { readonly context: true } => ({
    ...entry,
    context: true,
  });
  const [request, response] = upgrade(0, 4);
  if (request === undefined || response === undefined) throw new Error("There is no handshake");
  const ping = message(0, "server", "2");
  assertEquals(pulseOf([context(request), context(response)]).roundTrips.count, 0);
  assertEquals(pulseOf([context(request), response]).roundTrips.count, 0);
  assertEquals(pulseOf([request, context(response)]).roundTrips.count, 0);
  const rest = [message(40, "client", "3"), message(50, "server", "2"), message(53, "client", "3")];
  const pulse = pulseOf([context(request), context(response), context(ping), ...rest]);
  assertEquals([pulse.heartbeats.count, pulse.heartbeats.last], [1, 3]);
});

Deno.test("Pulse measures a POST by its final response, and none that stands before it", () => {
  const url = "/socket.io/?EIO=4&transport=polling&sid=x";
  const post: Entry = { kind: "request", at: 10, conn: 1, id: 1, method: "POST", url, headers: [] };
  const answer = (at: number, status: number): Entry => ({
    kind: "response",
    at,
    conn: 1,
    id: 1,
    status,
    headers: [],
  });
  const measured = (...entries: readonly Entry[]): readonly unknown[] => {
    const { count, least } = pulseOf(entries).roundTrips;
    return [count, least];
  };
  assertEquals(measured(post, answer(11, 103), answer(15, 200)), [1, 5]);
  assertEquals(measured(answer(8, 100), post, answer(15, 200)), [1, 5]);
  assertEquals(measured(answer(8, 200), post), [0, undefined]);
});
