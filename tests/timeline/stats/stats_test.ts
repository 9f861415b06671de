// The figures of tapes written by hand, each as a person would count it.

import { assert, assertEquals } from "@std/assert";
import type { Entry } from "../../../src/tape/entry.ts";
import { MAX_KINDS } from "../../../src/timeline/stats/count.ts";
import { MAX_EVENTS } from "../../../src/timeline/stats/events.ts";
import { ratioOf } from "../../../src/timeline/stats/compression.ts";
import type { Stats } from "../../../src/timeline/stats/stats.ts";
import { message, momentsOfEntries, statsOf, statsOfMoments, webSocket } from "./stats_of.ts";

function events(stats: Stats): readonly (readonly [string, string, string, number, number])[] {
  return stats.events.list.map(({ from, namespace, name, count, bytes }) =>
    [from, namespace, name, count, bytes] as const
  );
}

Deno.test("Stats tells nothing of nothing", () => {
  const stats = statsOf([]);
  assertEquals([stats.moments, stats.duration, stats.from, stats.to], [0, 0, 0, 0]);
  assertEquals([stats.gaps, stats.events.list, stats.layers.list], [[], [], []]);
});

Deno.test("Stats counts events and their bytes by sender, namespace and name", () => {
  const stats = statsOf([
    ...webSocket(0, 1, 4),
    message(10, "client", '42/a,["move",1]'),
    message(20, "server", '42/a,["move",1]'),
    message(30, "server", '42/a,["move",22]'),
    message(40, "server", '42/b,["move",1]'),
    message(50, "server", '42/b,["stop"]'),
  ]);
  assertEquals(events(stats), [
    ["server", "/a", "move", 2, 31],
    ["client", "/a", "move", 1, 15],
    ["server", "/b", "move", 1, 15],
    ["server", "/b", "stop", 1, 13],
  ]);
  assertEquals([stats.from, stats.to, stats.duration], [0, 50, 50]);
});

Deno.test("Stats counts the packet and the attachments of an event with binary", () => {
  const binary = (at: number, base64: string): Entry => {
    return { kind: "message", at, conn: 1, from: "client", base64 };
  };
  const header = '452-["photo",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]';
  const stats = statsOf([
    ...webSocket(0, 1, 4),
    message(10, "client", header),
    binary(11, "AAEC"),
    message(12, "server", '42["between"]'),
    binary(13, "AAECAw=="),
    message(14, "client", '42["photo"]'),
  ]);
  assertEquals(events(stats), [
    ["client", "/", "photo", 2, header.length + 3 + 4 + '42["photo"]'.length],
    ["server", "/", "between", 1, 13],
  ]);
});

Deno.test("Stats counts every packet of a polling body, and the body's bytes once", () => {
  const headers = [["Content-Type", "text/plain"]] as const;
  const url = "/socket.io/?EIO=4&transport=polling&sid=x";
  const text = '42["a"]\x1e42["b",1]';
  const stats = statsOf([
    { kind: "request", at: 0, conn: 1, id: 1, method: "POST", url, headers, text },
    { kind: "response", at: 7, conn: 1, id: 1, status: 200, headers, text: "ok" },
  ]);
  assertEquals(events(stats).map(([, , name, count, bytes]) => [name, count, bytes]), [
    ["a", 1, 7],
    ["b", 1, 9],
  ]);
  assertEquals(stats.compression.bodies.count, 2);
  assertEquals([stats.pulse.roundTrips.count, stats.pulse.roundTrips.most], [1, 7]);
  assertEquals(stats.transports.list, [{ kind: "polling", count: 2, bytes: 16 }]);
});

Deno.test("Stats says whose heartbeat answers are: the client's in Engine.IO 4", () => {
  const { pulse } = statsOf([
    ...webSocket(0, 1, 4),
    message(100, "server", "2"),
    message(104, "client", "3"),
  ]);
  assertEquals([pulse.heartbeats.count, pulse.heartbeats.most], [1, 4]);
  assertEquals([pulse.serverHeartbeats.count, pulse.roundTrips.count], [0, 1]);
});

Deno.test("Stats says whose heartbeat answers are: the server's in Engine.IO 3, a round trip", () => {
  const { pulse } = statsOf([
    ...webSocket(0, 1, 3),
    message(100, "client", "2"),
    message(109, "server", "3"),
    message(200, "client", "2probe"),
    message(203, "server", "3probe"),
  ]);
  assertEquals([pulse.serverHeartbeats.count, pulse.serverHeartbeats.most], [1, 9]);
  assertEquals([pulse.heartbeats.count, pulse.roundTrips.count], [0, 3]);
});

Deno.test("Stats times acknowledgements by who gives them, and counts what was never answered", () => {
  const asks = Array.from({ length: 20 }, (_, id) => [
    message(1000 * id, "client", `42${id}["ask",1]`),
    ...(id === 19 ? [] : [message(1000 * id + id + 1, "server", `43${id}[]`)]),
  ]).flat();
  const { answers } = statsOf([
    ...webSocket(0, 1, 4),
    ...asks,
    message(90_000, "server", '420["plan"]'),
    message(90_050, "client", "430[]"),
  ]);
  const [ask, plan] = answers.list;
  assertEquals([ask?.by, ask?.name, ask?.asked], ["server", "ask", 20]);
  const { count, least, median, p95, most } = ask?.latency ?? {};
  assertEquals([count, least, median, p95, most], [19, 1, 10, 19, 19]);
  assertEquals([plan?.by, plan?.latency.median], ["client", 50]);
  assertEquals([answers.latency.client.count, answers.latency.server.count], [1, 19]);
});

Deno.test("Stats measures compression of messages and bodies, and only of what is whole", () => {
  const headers = [["Content-Encoding", "gzip"]] as const;
  const { compression } = statsOf(
    [
      ...webSocket(0, 1, 4),
      { ...message(1, "server", `42["a","${"x".repeat(90)}"]`), wireBytes: 25, compressed: true },
      { ...message(2, "server", '42["a"]'), wireBytes: 9, compressed: true, truncated: true },
      message(3, "server", '42["a"]'),
      { kind: "request", at: 4, conn: 2, id: 9, method: "GET", url: "/page", headers: [] },
      {
        kind: "response",
        at: 5,
        conn: 2,
        id: 9,
        status: 200,
        headers,
        text: "ü".repeat(50),
        coding: "gzip",
        wireBytes: 20,
      },
    ] as readonly Entry[],
  );
  assertEquals(compression.messages, { count: 4, compressed: 1, contentBytes: 100, wireBytes: 25 });
  assertEquals(compression.bodies, { count: 1, compressed: 1, contentBytes: 100, wireBytes: 20 });
  assertEquals([ratioOf(compression.messages), ratioOf(compression.bodies)], [0.25, 0.2]);
  assertEquals(compression.codings, ["gzip"]);
  assertEquals(ratioOf({ count: 0, compressed: 0, contentBytes: 0, wireBytes: 0 }), undefined);
});

Deno.test("Stats tells gaps of both sides, the longest first", () => {
  const stream = (from: "client" | "server", pause: number): readonly Entry[] =>
    [0, 1000, 2000, 3000, 3000 + pause].map((at) => message(at + 10, from, '42["tick"]'));
  const all = [...stream("server", 5000), ...stream("client", 9000)];
  const { gaps } = statsOf([
    ...webSocket(0, 1, 4),
    ...all.sort((left, right) => left.at - right.at),
  ]);
  assertEquals(gaps.map(({ from, at, milliseconds }) => [from, at, milliseconds]), [
    ["client", 3010, 9000],
    ["server", 3010, 5000],
    ["server", 8010, 4000],
  ]);
});

function closing(
  at: number,
  conn: number,
  by: "client" | "server",
  code: number,
): readonly Entry[] {
  return [
    { kind: "control", at, conn, from: by, op: "close", code },
    { kind: "close", at: at + 1, conn, by },
  ];
}

Deno.test("Stats counts sessions, how they ended, and which took the place of another", () => {
  const { conversations, connections } = statsOf([
    ...webSocket(0, 1, 4),
    ...webSocket(1, 2, 4),
    ...closing(100, 1, "server", 1001),
    ...webSocket(200, 3, 4),
    ...webSocket(300, 4, 4),
    ...closing(400, 3, "server", 1001),
    ...closing(500, 4, "client", 1000),
  ]);
  assertEquals([conversations.sessions, conversations.reconnects], [4, 1]);
  assertEquals(conversations.ends, [
    { kind: "close-frame", by: "server", code: 1001, count: 2 },
    { kind: "tape-ended", count: 1 },
    { kind: "close-frame", by: "client", code: 1000, count: 1 },
  ]);
  assertEquals([connections.opened, connections.closed, connections.resets], [4, 3, 0]);
});

Deno.test("Stats counts the messages of each connection, those still open included", () => {
  const stats = statsOf([
    ...webSocket(0, 1),
    ...webSocket(0, 2),
    message(10, "server", "{}", 1),
    message(11, "server", "{}", 2),
    message(12, "server", "{}", 1),
    ...closing(20, 1, "client", 1000),
    message(30, "server", "{}", 2),
    message(31, "server", "{}", 2),
  ]);
  const { count, least, most } = stats.connections.messages;
  assertEquals([count, least, most], [2, 2, 3]);
  assertEquals(stats.connections.messages.count, 2);
  assertEquals([stats.conversations.webSockets, stats.conversations.sessions], [2, 0]);
});

Deno.test("Stats counts a connection anew whose number is used again after its end", () => {
  const stats = statsOf([
    ...webSocket(0, 1),
    message(10, "server", "{}"),
    ...closing(20, 1, "client", 1000),
    ...webSocket(30, 1),
    message(40, "server", "{}"),
    message(41, "server", "{}"),
  ]);
  const { count, least, most } = stats.connections.messages;
  assertEquals([count, least, most], [2, 1, 2]);
});

Deno.test("Stats counts notes of decoders and of the recorder, and the user's marks", () => {
  const stats = statsOf([
    ...webSocket(0, 1, 4),
    message(1, "server", "9what"),
    { kind: "note", at: 2, rule: "wire/odd", text: "…" },
    { kind: "note", at: 3, rule: "wire/odd", text: "…" },
    { kind: "mark", at: 4, text: "here" },
  ]);
  const [first, second] = stats.notes.mostFirst;
  assertEquals([first?.kind, first?.count], ["wire/odd", 2]);
  assert(second?.kind.startsWith("engine.io/"), second?.kind);
  assertEquals(stats.marks, 1);
});

Deno.test("Stats follows positions of S2's kind: text, and no event names", () => {
  const stats = statsOf([
    ...webSocket(0, 1),
    message(1000, "server", '{"location_lat":"0","location_lon":"0"}'),
    message(3000, "server", '{"location_lat":"0.001","location_lon":"0"}'),
  ]);
  const [event] = stats.events.list;
  const [one] = event?.tracks.list ?? [];
  assertEquals([one?.subject, one?.track.count], ["connection 1", 2]);
  assertEquals(Math.round(one?.track.metres ?? 0), 111);
});

Deno.test("Stats of some of the moments tells of those", () => {
  const moments = momentsOfEntries([
    ...webSocket(0, 1, 4),
    message(5000, "server", '42["tick"]'),
    message(6000, "server", '42["tick"]'),
    message(7000, "server", '42["tock"]'),
  ]);
  const stats = statsOfMoments(moments.filter(({ decoded }) => decoded?.event?.name === "tick"));
  assertEquals([stats.moments, stats.from, stats.to], [2, 5000, 6000]);
  assertEquals(stats.rate.columns(stats.duration, 2), [1, 1]);
});

Deno.test("Stats counts any number of names in a bounded space", () => {
  const many = MAX_EVENTS + MAX_KINDS;
  const stats = statsOf([
    ...webSocket(0, 1, 4),
    ...Array.from({ length: many }, (_, name) => message(name, "server", `42["e${name}"]`)),
    ...Array.from({ length: many }, (_, name): Entry => {
      return { kind: "note", at: name, rule: `rule/${name}`, text: "…" };
    }),
  ]);
  const list = stats.events.list;
  assertEquals(list.length, MAX_EVENTS + 1);
  assertEquals([list[0]?.namespace, list[0]?.name, list[0]?.count], ["", "others", MAX_KINDS]);
  assertEquals(stats.notes.list.length, MAX_KINDS + 1);
  assertEquals(stats.notes.list.reduce((sum, { count }) => sum + count, 0), many);
});
