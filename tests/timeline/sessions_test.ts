// The stories of sessions: what began, joined, moved, beat and ended.

import { assertEquals } from "@std/assert";
import type { Entry } from "../../src/tape/entry.ts";
import { SessionStories } from "../../src/timeline/sessions.ts";
import type { SessionStory, Story } from "../../src/timeline/sessions_story.ts";
import { answered, get, momentsOfEntries, opened, post, says } from "./moments_of.ts";

function storiesOf(entries: readonly Entry[]): readonly Story[] {
  const stories = new SessionStories();
  for (const moment of momentsOfEntries(entries)) stories.receive(moment);
  return stories.stories();
}

/** The only story, of a session that went over a WebSocket from its beginning. */
function sessionOf(entries: readonly Entry[], version: 3 | 4 = 4): SessionStory {
  const stories = storiesOf([...opened(1, "abc", version), ...entries]);
  const [story] = stories;
  assertEquals(stories.length, 1);
  if (story?.kind !== "session") throw new Error(`It is a ${story?.kind}`);
  return story;
}

const POLLING = "/socket.io/?EIO=4&transport=polling";

Deno.test("SessionStories tells polling and its WebSocket as one story", () => {
  const stories = storiesOf([
    get(1, 1, POLLING),
    answered(2, 1, '0{"sid":"abc","upgrades":["websocket"],"pingInterval":1000,"pingTimeout":500}'),
    { kind: "close", at: 3, conn: 1, by: "server" },
    post(4, 2, `${POLLING}&sid=abc`, "40/sfa,"),
    answered(5, 2, "ok"),
    get(6, 3, "/socket.io/?EIO=4&transport=websocket&sid=abc"),
    { kind: "response", at: 7, conn: 3, id: 3, status: 101, headers: [] },
    get(8, 2, `${POLLING}&sid=abc`, 4),
    answered(9, 2, '40/sfa,{"sid":"x"}', 200, 4),
    says("client", 10, "2probe", 3),
    says("server", 11, "3probe", 3),
    says("client", 16, "5", 3),
    says("client", 17, '42/sfa,["hello"]', 3),
    { kind: "control", at: 20, conn: 3, from: "server", op: "close", code: 1001, reason: "bye" },
    { kind: "control", at: 21, conn: 3, from: "client", op: "close", code: 1001 },
    { kind: "close", at: 22, conn: 3, by: "client" },
  ]);
  assertEquals(stories, [{
    kind: "session",
    sid: "abc",
    at: 2,
    version: 4,
    transport: "polling",
    pingInterval: 1000,
    pingTimeout: 500,
    upgrade: { state: "done", at: 16, milliseconds: 10 },
    connections: 3,
    conns: [1, 2, 3],
    namespaces: [{ name: "/sfa", state: "joined", at: 9 }],
    heartbeats: { sent: 0, answered: 0, missed: 0, overdue: false },
    events: { client: 1, server: 0 },
    ending: { kind: "close-frame", at: 20, by: "server", code: 1001, reason: "bye" },
  }]);
});

const ENDINGS: readonly [name: string, entries: readonly Entry[], kind: string, by?: string][] = [
  ["a close packet", [says("server", 9, "1")], "close-packet", "server"],
  [
    "leaving the last namespace",
    [
      says("client", 4, "40"),
      says("server", 5, '40{"sid":"x"}'),
      says("client", 9, "41"),
      { kind: "close", at: 10, conn: 1, by: "server" },
    ],
    "disconnect",
    "client",
  ],
  [
    "a connection that goes without a word",
    [{ kind: "close", at: 9, conn: 1, by: "server" }],
    "connection-closed",
    "server",
  ],
  [
    "a reset",
    [{ kind: "close", at: 9, conn: 1, by: "client", reset: true }],
    "connection-reset",
    "client",
  ],
  ["the end of the tape", [says("client", 9, '42["x"]')], "tape-ended"],
  [
    "the end of the recording",
    [{ kind: "close", at: 9, conn: 1, by: "tap" }, { kind: "mark", at: 10, text: "late" }],
    "tape-ended",
    "tap",
  ],
  [
    "the end of the recording, behind the session's own",
    [says("server", 9, "1"), { kind: "close", at: 10, conn: 1, by: "tap" }],
    "close-packet",
    "server",
  ],
];

for (const [name, entries, kind, by] of ENDINGS) {
  Deno.test(`SessionStories knows this end and who did it: ${name}`, () => {
    const { ending } = sessionOf(entries);
    assertEquals([ending.kind, ending.at, ending.by], [kind, 9, by]);
  });
}

Deno.test("SessionStories goes on after the last namespace was left and joined again", () => {
  const { ending, namespaces } = sessionOf([
    says("server", 5, '40{"sid":"x"}'),
    says("client", 6, "41"),
    says("client", 7, "40"),
    says("server", 8, '40{"sid":"y"}'),
    says("server", 9, "1"),
  ]);
  assertEquals(ending.kind, "close-packet");
  assertEquals(namespaces, [{ name: "/", state: "joined", at: 8 }]);
});

Deno.test("SessionStories stays open while one of two namespaces is left", () => {
  const { ending } = sessionOf([
    says("server", 5, '40/a,{"sid":"x"}'),
    says("server", 5, '40/b,{"sid":"y"}'),
    says("server", 6, "41/a,"),
  ]);
  assertEquals(ending.kind, "tape-ended");
});

Deno.test("SessionStories tells why a namespace was refused, and which was never answered", () => {
  const { namespaces } = sessionOf([
    says("client", 4, "40/a,"),
    says("client", 5, "40/b,"),
    says("server", 6, '44/a,{"message":"no"}'),
  ]);
  assertEquals(namespaces, [
    { name: "/a", state: "refused", at: 6, reason: "no" },
    { name: "/b", state: "asked", at: 5 },
  ]);
});

Deno.test("SessionStories counts heartbeats that the server asks for in Engine.IO 4", () => {
  const { heartbeats } = sessionOf([
    says("server", 1000, "2"),
    says("client", 1001, "3"),
    says("server", 2000, "2"),
    says("server", 3000, "2"),
    says("client", 3600, '42["late"]'),
  ]);
  assertEquals(heartbeats, { by: "server", sent: 3, answered: 1, missed: 2, overdue: false });
});

Deno.test("SessionStories counts heartbeats that the client asks for in Engine.IO 3", () => {
  const { heartbeats } = sessionOf([says("client", 1000, "2"), says("server", 1001, "3")], 3);
  assertEquals(heartbeats, { by: "client", sent: 1, answered: 1, missed: 0, overdue: false });
});

Deno.test("SessionStories says that a heartbeat is overdue after interval and timeout", () => {
  const quiet = (at: number): boolean =>
    sessionOf([says("client", at, '42["x"]')]).heartbeats.overdue;
  assertEquals([quiet(1503), quiet(1504)], [false, true]);
});

Deno.test("SessionStories tells of a handshake that was refused", () => {
  const [story] = storiesOf([
    get(1, 1, POLLING),
    answered(2, 1, '{"code":4,"message":"Forbidden"}', 403),
  ]);
  assertEquals(story, {
    kind: "refusal",
    at: 2,
    conn: 1,
    status: 403,
    reason: "Forbidden",
    ending: { kind: "connection-closed", at: 2, by: "server" },
  });
});

Deno.test("SessionStories tells of a session that the server no longer knew", () => {
  const [story] = storiesOf([
    get(1, 1, `${POLLING}&sid=old`),
    answered(2, 1, '{"code":1,"message":"Session ID unknown"}', 400),
  ]);
  assertEquals(story?.ending, {
    kind: "unknown-session",
    at: 2,
    by: "server",
    reason: "Session ID unknown",
  });
});

Deno.test("SessionStories takes the end of a WebSocket that only probed for the last sign alone", () => {
  const probing: readonly Entry[] = [
    get(1, 1, POLLING),
    answered(2, 1, '0{"sid":"abc"}'),
    get(3, 2, "/socket.io/?EIO=4&transport=websocket&sid=abc"),
    { kind: "response", at: 4, conn: 2, id: 2, status: 101, headers: [] },
    says("client", 5, "2probe", 2),
    { kind: "control", at: 6, conn: 2, from: "client", op: "close", code: 1000 },
    { kind: "close", at: 7, conn: 2, by: "client" },
  ];
  const [gone] = storiesOf(probing);
  assertEquals([gone?.ending.kind, gone?.ending.at], ["close-frame", 6]);
  const [alive] = storiesOf([...probing, post(9, 3, `${POLLING}&sid=abc`, '42["here"]')]);
  assertEquals(alive?.ending.kind, "tape-ended");
  assertEquals(alive?.kind === "session" && alive.upgrade?.state, "tried");
});

Deno.test("SessionStories tells of plain WebSockets and of other HTTP", () => {
  const stories = storiesOf([
    get(1, 1, "/live"),
    { kind: "response", at: 2, conn: 1, id: 1, status: 101, headers: [] },
    says("server", 3, '{"type":"moved"}', 1),
    { kind: "control", at: 4, conn: 1, from: "server", op: "ping", text: "" },
    { kind: "control", at: 5, conn: 1, from: "client", op: "pong", text: "" },
    { kind: "close", at: 6, conn: 1, by: "server" },
    get(7, 2, "/index.html"),
    answered(8, 2, "<html>"),
    get(9, 2, "/gone", 3),
    answered(10, 2, "", 404, 3),
  ]);
  assertEquals(stories, [
    {
      kind: "websocket",
      conn: 1,
      at: 1,
      url: "/live",
      messages: { client: 0, server: 1 },
      heartbeats: { by: "server", sent: 1, answered: 1, missed: 0, overdue: false },
      ending: { kind: "connection-closed", at: 6, by: "server" },
    },
    {
      kind: "http",
      conn: 2,
      at: 7,
      requests: 2,
      statuses: { 200: 1, 404: 1 },
      ending: { kind: "tape-ended", at: 10 },
    },
  ]);
});

Deno.test("SessionStories keeps sessions apart whose messages take turns", () => {
  const turns = [1, 2, 1, 1, 2, 1].map((conn, at) => says("server", 5 + at, '42["x"]', conn));
  const stories = storiesOf([...opened(1, "a"), ...opened(2, "b"), ...turns]);
  assertEquals(
    stories.map((story) => story.kind === "session" && [story.sid, story.events.server]),
    [["a", 4], ["b", 2]],
  );
});

Deno.test("SessionStories counts what is beyond its limit, each story once", () => {
  const stories = new SessionStories(2);
  const entries = [1, 2, 3, 4].flatMap((conn) => [
    ...opened(conn, `sid${conn}`),
    says("client", 5, '42["x"]', conn),
    says("client", 6, '42["y"]', conn),
  ]);
  for (const moment of momentsOfEntries(entries)) stories.receive(moment);
  assertEquals(stories.stories().length, 2);
  assertEquals(stories.left, 2);
});

Deno.test("SessionStories times nothing that a cut only kept as context", () => {
  const kept = (entry: Entry): Entry => {
    const context: Entry & { readonly context: true } = { ...entry, at: 50, context: true };
    return context;
  };
  const upgradeUrl = "/socket.io/?EIO=4&transport=websocket&sid=abc";
  const begin = [
    get(1, 1, POLLING),
    answered(2, 1, '0{"sid":"abc","upgrades":["websocket"],"pingInterval":1000,"pingTimeout":500}'),
    get(6, 3, upgradeUrl),
    { kind: "response", at: 7, conn: 3, id: 3, status: 101, headers: [] } as const,
  ];
  const [story] = storiesOf([...begin.map(kept), says("client", 60, "5", 3)]);
  assertEquals([story?.at, story?.beganBefore], [50, true]);
  assertEquals(story?.kind === "session" && story.upgrade, { state: "done", at: 60 });
  const [timed] = storiesOf([...begin, says("client", 60, "5", 3)]);
  assertEquals(timed?.beganBefore, undefined);
  assertEquals(timed?.kind === "session" && timed.upgrade?.milliseconds, 54);
  const plain = storiesOf([kept(get(1, 1, "/chat")), says("client", 60, "hello")]);
  assertEquals(plain.map(({ kind, beganBefore }) => [kind, beganBefore]), [["websocket", true]]);
});
