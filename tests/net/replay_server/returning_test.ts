// Clients who come back where everybody gets the whole tape: each has its own past.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { LiveClient } from "../../../src/replay/live_client.ts";
import { Replay } from "../../../src/replay/replay.ts";
import type { ReplayScript } from "../../../src/replay/script.ts";
import { engineSession } from "../../replay/fixtures.ts";
import { plainScript } from "./plain_tape.ts";
import { scriptFrom, scriptOf } from "./scripts.ts";

const HERE = {
  carrier: "engine.io",
  engineVersion: 4,
  path: "/socket.io/",
  query: [],
} as const;

/** Connects to `/sfa`; the sid that it is given there. */
function enter(replay: Replay, sid: string, now: number): { client: LiveClient; id: string } {
  const opening = replay.open(HERE);
  assert(opening.kind === "take");
  const { client } = opening;
  const commands = [
    ...client.receive({ kind: "connected", sid }, now),
    ...client.receive({ kind: "message", data: "0/sfa," }, now),
  ];
  const [id] = commands.flatMap((command) => {
    const text = command.kind === "send" ? String(command.messages[0]) : "";
    return text.startsWith("0/sfa,") ? [String(JSON.parse(text.slice("0/sfa,".length)).sid)] : [];
  });
  assert(id !== undefined);
  return { client, id };
}

const SUBSCRIBE = '2/sfa,["room:subscribe",{"room":"track_222222","ssoId":222222}]';

Deno.test("Replay gives two clients at once, and two who come back at once, ids of their own", async () => {
  let count = 0;
  const mint = (): string => `fresh-${++count}`;
  const replay = new Replay(await scriptOf("tracking_reconnect"), {
    serve: "whole",
    speed: "max",
    rules: { mode: "name", ignore: [] },
    mint: { namespaceId: mint, recoveryId: mint },
  });
  const first = ["a", "b"].map((sid) => enter(replay, sid, 0));
  const ids = first.map(({ id }) => id);
  assertNotEquals(ids[0], ids[1]);
  for (const { client } of first) {
    client.receive({ kind: "message", data: SUBSCRIBE }, 1);
    client.receive({ kind: "disconnected" }, 2);
    replay.closed(client);
  }
  const second = enter(replay, "c", 3);
  second.client.receive({ kind: "message", data: SUBSCRIBE }, 3);
  assertEquals(second.client.session?.number, 2);
  const third = enter(replay, "d", 4);
  const all = [...ids, second.id, third.id];
  assertEquals(new Set(all).size, all.length, `ids were given twice: ${all}`);
});

const RECOVERED = ["one", "two", "three"];

/** A client that recovers twice, with its own place of the tape each time. */
async function recoveringTape(): Promise<ReplayScript> {
  return await scriptFrom(RECOVERED.flatMap((name, index) => {
    const at = index * 100;
    const auth = index === 0 ? "" : '{"pid":"recordedPid","offset":"o"}';
    return [
      ...engineSession([
        [at + 1, "client", `40${auth}`],
        [at + 2, "server", '40{"sid":"recordedSid","pid":"recordedPid"}'],
        [at + 3, "server", `42["${name}"]`],
      ], { conn: index + 1, at, sid: `recordedEngine${index}` }),
      { kind: "control", at: at + 9, conn: index + 1, from: "server", op: "close", code: 1012 },
    ];
  }));
}

interface Visit {
  readonly heard: readonly string[];
  readonly pid: string;
}

/** Comes, asks with an id for coming back or with none, hears what there is, and is gone. */
function visit(replay: Replay, who: string, pid?: string): Visit {
  const opening = replay.open({ ...HERE, who });
  assert(opening.kind === "take");
  const { client } = opening;
  const auth = pid === undefined ? "" : JSON.stringify({ pid, offset: "o" });
  const texts = [
    ...client.receive({ kind: "connected", sid: `engine-of-${who}` }, 0),
    ...client.receive({ kind: "message", data: `0${auth}` }, 0),
  ].flatMap((command) => command.kind === "send" ? command.messages.map(String) : []);
  client.receive({ kind: "disconnected" }, 1);
  replay.closed(client);
  const [connected = "", ...heard] = texts;
  return { heard, pid: JSON.parse(connected.slice(1)).pid };
}

for (const serve of ["whole", "sessions"] as const) {
  Deno.test(`Replay gives who recovers its own place of the tape, serving ${serve}`, async () => {
    let count = 0;
    const mint = (): string => `fresh-${++count}`;
    const replay = new Replay(await recoveringTape(), {
      serve,
      speed: "max",
      rules: { mode: "strict", ignore: [] },
      mint: { namespaceId: mint, recoveryId: mint },
    });
    const first = visit(replay, "a");
    assertEquals(first.heard, ['2["one"]']);
    const again = visit(replay, "elsewhere", first.pid);
    assertEquals(again, { heard: ['2["two"]'], pid: first.pid });
    if (serve === "whole") {
      // Somebody else in between, who looks just the same, is nobody who comes back.
      assertEquals(visit(replay, "b").heard, ['2["one"]']);
    }
    assertEquals(visit(replay, "a", again.pid), { heard: ['2["three"]'], pid: first.pid });
    // The tape has no fourth time: it begins anew, or has nothing more.
    if (serve === "whole") assertEquals(visit(replay, "a", again.pid).heard, ['2["one"]']);
    else assertEquals(replay.open(HERE).kind, "refuse");
  });
}

Deno.test("Replay takes nobody for a client that came from elsewhere", async () => {
  const replay = new Replay(await scriptOf("tracking_reconnect"), {
    serve: "whole",
    speed: "max",
    rules: { mode: "name", ignore: [] },
  });
  const numbers = ["a", "b", "a", "b", "a"].map((who) => {
    const opening = replay.open({ ...HERE, who });
    assert(opening.kind === "take");
    const { client } = opening;
    client.receive({ kind: "connected", sid: "x" }, 0);
    client.receive({ kind: "message", data: "0/sfa," }, 0);
    client.receive({ kind: "message", data: SUBSCRIBE }, 0);
    client.receive({ kind: "disconnected" }, 1);
    replay.closed(client);
    return client.session?.number;
  });
  assertEquals(numbers, [1, 1, 2, 2, 1]);
});

Deno.test("Replay keeps the place of who comes back for whoever says something", async () => {
  const script = await scriptFrom([1, 2].flatMap((conn) => [
    { kind: "request", at: conn * 100, conn, id: conn, method: "GET", url: "/live", headers: [] },
    { kind: "response", at: conn * 100, conn, id: conn, status: 101, headers: [] },
    { kind: "message", at: conn * 100 + 1, conn, from: "server", text: `hello ${conn}` },
    { kind: "message", at: conn * 100 + 2, conn, from: "client", text: "thanks" },
    { kind: "close", at: conn * 100 + 9, conn, by: "server" },
  ]));
  assertEquals(script.sessions[1]?.follows, 1);
  const replay = new Replay(script, {
    serve: "whole",
    speed: "max",
    rules: { mode: "strict", ignore: [] },
  });
  const visitOf = (says: boolean): string => {
    const opening = replay.open({ carrier: "websocket", path: "/live", query: [], who: "a" });
    assert(opening.kind === "take");
    const { client } = opening;
    const texts = client.receive({ kind: "connected" }, 0).flatMap((command) =>
      command.kind === "send" ? command.messages.map(String) : []
    );
    if (says) client.receive({ kind: "message", data: "thanks" }, 0);
    client.receive({ kind: "disconnected" }, 0);
    replay.closed(client);
    return texts.join();
  };
  assertEquals(visitOf(true), "hello 1");
  // A page that is mounted twice comes and goes without a word.
  assertEquals(visitOf(false), "hello 2");
  assertEquals(visitOf(true), "hello 2");
  assertEquals(visitOf(true), "hello 1");
});

Deno.test("Replay tells of a client that was waited for in vain and left without a word", async () => {
  const script = await plainScript([[1, "server", "hello"], [2, "client", "thanks"]]);
  const replay = new Replay(script, {
    serve: "sessions",
    speed: "max",
    patience: 100,
    rules: { mode: "strict", ignore: [] },
  });
  const opening = replay.open({ carrier: "websocket", path: "/live", query: [] });
  assert(opening.kind === "take");
  opening.client.receive({ kind: "connected" }, 0);
  opening.client.tick(100);
  opening.client.receive({ kind: "disconnected" }, 101);
  replay.closed(opening.client);
  const { totals, isGood } = replay.report();
  assertEquals([totals.missed, totals.served, totals.unplayed, isGood], [1, 1, 0, false]);
});
