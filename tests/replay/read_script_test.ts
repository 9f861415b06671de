// What tapes come to as scripts: the fixtures' sessions, and hand-made odd ones.

import { assert, assertEquals } from "@std/assert";
import { describeMeaning } from "../../src/replay/meaning.ts";
import { readScript } from "../../src/replay/read_script.ts";
import type { ReplaySession } from "../../src/replay/script.ts";
import { readTape } from "../../src/tape/reader.ts";
import { engineSession, scriptFrom, scriptOf } from "./fixtures.ts";
import { sessionOf } from "./playbook.ts";

function stepsOf({ steps }: ReplaySession): readonly string[] {
  return steps.map(({ from, meaning, messages, isOptional }) => {
    const parts = messages.length > 1 ? ` + ${messages.length - 1}` : "";
    return `${from} ${describeMeaning(meaning)}${parts}${isOptional ? " (optional)" : ""}`;
  });
}

Deno.test("readScript() gathers polling and WebSocket of one session, and leaves transport out", async () => {
  const { sessions, notes } = await scriptOf("layers");
  assertEquals(notes, []);
  const [session] = sessions;
  assert(session !== undefined && sessions.length === 1);
  assertEquals(stepsOf(session), [
    "client CONNECT /",
    "server CONNECT /",
    "server hello",
    "server bytes + 1",
    "server ask",
    "client echo",
    "server echo",
    "server upgraded",
    "server tick",
    "server tick",
    "client DISCONNECT / (optional)",
  ]);
  assertEquals(session.transports, ["polling", "websocket"]);
  assertEquals(session.engineVersion, 4);
  assertEquals(session.handshake?.pingInterval, 25_000);
  assertEquals(session.request.path, "/socket.io/");
  assertEquals(session.namespaces, ["/"]);
  const { how, by, code } = session.ending;
  assertEquals({ how, by, code }, { how: "close-frame", by: "client", code: undefined });
});

Deno.test("readScript() pairs acks with what they answer, both ways", async () => {
  const [session] = (await scriptOf("tracking_binary_acks")).sessions;
  assert(session !== undefined);
  const pairs = session.steps.flatMap(({ from, answers }) => {
    const asked = session.steps[answers ?? -1];
    return asked === undefined ? [] : [`${from} answers ${describeMeaning(asked.meaning)}`];
  });
  assertEquals(pairs, [
    "server answers room:subscribe in /sfa",
    "client answers visit:plan in /sfa",
    "server answers photo:upload in /sfa",
  ]);
});

Deno.test("readScript() sees that a client came back, and who closed before", async () => {
  const { sessions } = await scriptOf("tracking_reconnect");
  assertEquals(
    sessions.map(({ ending: { how, by }, follows }) => ({ how, by, follows })),
    [
      { how: "close-frame", by: "server", follows: undefined },
      { how: "close-frame", by: "client", follows: 1 },
    ],
  );
});

/** A session whose last poll was never answered: its connection went. */
async function openEnd(more: readonly object[]): Promise<ReplaySession | undefined> {
  const poll = (id: number, at: number, query: string): object => ({
    kind: "request",
    at,
    conn: id,
    id,
    method: "GET",
    url: `/socket.io/?EIO=4&transport=polling${query}`,
    headers: [],
  });
  const { sessions } = await scriptFrom([
    poll(1, 1, ""),
    {
      kind: "response",
      at: 2,
      conn: 1,
      id: 1,
      status: 200,
      headers: [],
      text: '0{"sid":"someSid"}',
    },
    poll(2, 3, "&sid=someSid"),
    ...more,
    { kind: "close", at: 5, conn: 2, by: "server", reset: true },
  ]);
  return sessions[0];
}

Deno.test("readScript() takes the answer to a close frame for no end of its own", async () => {
  const [session] = (await scriptOf("tracking_refused")).sessions;
  const { how, by } = session?.ending ?? {};
  assertEquals([how, by], ["close-frame", "client"]);
});

Deno.test("readScript() takes the end of the last poll for the session's, by whoever it was", async () => {
  const { how, by } = (await openEnd([]))?.ending ?? {};
  assertEquals({ how, by }, { how: "reset", by: "server" });
  const note = {
    kind: "note",
    at: 4,
    rule: "client/disconnected",
    text: "The client was disconnected: io client disconnect",
  };
  assertEquals((await openEnd([note]))?.ending.by, "client");
});

Deno.test("readScript() takes the end of a poll for nothing when more is heard", async () => {
  const url = "/socket.io/?EIO=4&transport=polling";
  const poll = (id: number, sid: string, text: string): readonly object[] => [
    { kind: "request", at: id, conn: id, id, method: "GET", url: `${url}${sid}`, headers: [] },
    { kind: "response", at: id, conn: id, id, status: 200, headers: [], text },
  ];
  const { sessions } = await scriptFrom([
    ...poll(1, "", '0{"sid":"someSid"}'),
    ...poll(2, "&sid=someSid", "40").slice(0, 1),
    { kind: "close", at: 2, conn: 2, by: "server", reset: true },
    ...poll(3, "&sid=someSid", '40{"sid":"other"}'),
  ]);
  assertEquals(sessions[0]?.ending.how, "tape-ended");
});

Deno.test("readScript() needs nothing of what crossed the client's close frame", async () => {
  const { sessions } = await scriptFrom([
    ...engineSession([[1, "client", "40"], [2, "server", '40{"sid":"recordedSid"}']]),
    { kind: "control", at: 3, conn: 1, from: "client", op: "close", code: 1000 },
    { kind: "message", at: 4, conn: 1, from: "server", text: '42["late"]' },
  ]);
  assertEquals(sessions[0] === undefined ? "" : stepsOf(sessions[0])[2], "server late (optional)");
});

Deno.test("readScript() takes plain WebSockets as sessions, secrets as what may be anything", async () => {
  const [session] = (await scriptOf("driver")).sessions;
  assert(session !== undefined);
  assertEquals([session.carrier, session.protocol], ["websocket", "json"]);
  assertEquals(session.request.query, [["userId", "19"]]);
  assertEquals(session.ending.code, 1000);
  assertEquals(session.steps.map(({ hidden }) => hidden?.kind), [
    "marked",
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("readScript() keeps an implicit CONNECT, a refusal and another version", async () => {
  const [old] = (await scriptOf("tracking_version_2")).sessions;
  assertEquals(old?.engineVersion, 3);
  assertEquals(
    old?.steps.slice(0, 3).map(({ from, meaning }) => [from, describeMeaning(meaning)]),
    [
      ["client", "CONNECT /sfa"],
      ["server", "CONNECT /"],
      ["server", "CONNECT /sfa"],
    ],
  );
  const [refused] = (await scriptOf("tracking_refused")).sessions;
  assertEquals(refused === undefined ? [] : stepsOf(refused), [
    "client CONNECT /sfa",
    "server CONNECT_ERROR /sfa",
  ]);
  assertEquals(refused?.request.hiddenParameters, ["token"]);
});

Deno.test("readScript() takes a refused handshake as a session that never was", async () => {
  const { sessions } = await scriptFrom([
    { kind: "open", at: 1, conn: 1 },
    {
      kind: "request",
      at: 2,
      conn: 1,
      id: 1,
      method: "GET",
      url: "/socket.io/?EIO=4&transport=polling",
      headers: [],
    },
    {
      kind: "response",
      at: 3,
      conn: 1,
      id: 1,
      status: 403,
      headers: [],
      text: '{"code":4,"message":"Forbidden"}',
    },
    { kind: "close", at: 4, conn: 1, by: "server" },
  ]);
  const [session] = sessions;
  assertEquals(session?.refusal?.status, 403);
  assertEquals(session?.ending.how, "refused");
  assertEquals(session?.steps, []);
});

Deno.test("readScript() takes a refused WebSocket as a session that never was, not as a page", async () => {
  const headers = [["Upgrade", "WebSocket"]];
  const at = { at: 0, conn: 1, id: 1 };
  const { sessions, pages } = await scriptFrom([
    { kind: "request", ...at, method: "GET", url: "/live?x=1", headers },
    { kind: "response", ...at, status: 403, reason: "No", headers: [["A", "b"]], text: "no" },
  ]);
  const [session] = sessions;
  assertEquals([session?.carrier, session?.request.path], ["websocket", "/live"]);
  assertEquals(session?.refusal, { status: 403, reason: "No", headers: [["A", "b"]], body: "no" });
  assertEquals(pages, []);
});

Deno.test("readScript() lists HTTP beside the sessions, bodies or not", async () => {
  const page = (id: number, url: string, more: object): readonly object[] => [
    { kind: "request", at: id, conn: 1, id, method: "GET", url, headers: [] },
    { kind: "response", at: id, conn: 1, id, status: 200, headers: [["A", "b"]], ...more },
  ];
  const { pages, sessions } = await scriptFrom([
    { kind: "open", at: 0, conn: 1 },
    ...page(1, "/config?v=1", { text: "{}" }),
    ...page(2, "/app.js", { omitted: true, wireBytes: 9 }),
  ]);
  assertEquals(sessions, []);
  assertEquals(
    pages.map(({ method, path, url, body, isBodyMissing }) => [
      method,
      path,
      url,
      body,
      isBodyMissing,
    ]),
    [
      ["GET", "/config", "/config?v=1", "{}", false],
      ["GET", "/app.js", "/app.js", "", true],
    ],
  );
});

Deno.test("readScript() makes what crossed the client's goodbye optional", async () => {
  const session = await sessionOf([
    [1, "client", "40"],
    [2, "server", '40{"sid":"recordedSid"}'],
    [3, "client", "41"],
    [4, "server", '42["late"]'],
  ]);
  assertEquals(stepsOf(session).slice(2), [
    "client DISCONNECT / (optional)",
    "server late (optional)",
  ]);
});

Deno.test("readScript() waits for a goodbye that the session goes on behind", async () => {
  const session = await sessionOf([
    [1, "client", "40/a,"],
    [2, "server", '40/a,{"sid":"recordedSidA"}'],
    [3, "client", "41/a,"],
    [4, "client", "40/b,"],
    [5, "server", '40/b,{"sid":"recordedSidB"}'],
  ]);
  assertEquals(stepsOf(session)[2], "client DISCONNECT /a");
});

Deno.test("readScript() holds no more than its limits, and says so", async () => {
  const entries = [
    ...engineSession([[1, "client", "40"], [2, "server", '40{"sid":"a"}'], [
      3,
      "server",
      '42["x"]',
    ]]),
    ...engineSession([[9, "client", "40"]], { conn: 2, at: 8, sid: "anotherSid" }),
  ];
  const header = {
    kind: "tape",
    format: "wiretape/1",
    id: "1",
    startedAt: "2026-11-21T03:00:00.000Z",
    tool: "wiretape",
    mode: "proxy",
  };
  const text = [header, ...entries].map((entry) => `${JSON.stringify(entry)}\n`).join("");
  const { sessions, notes } = await readScript(
    await readTape([new TextEncoder().encode(text)]),
    { maxSessions: 1, maxSteps: 2, maxPages: 1, maxBytes: 1000 },
  );
  assertEquals(sessions.map(({ steps }) => steps.length), [2]);
  assertEquals(notes.map(({ rule }) => rule), ["replay/limit"]);
});
