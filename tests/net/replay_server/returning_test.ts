// Clients who come back where everybody gets the whole tape: each has its own past.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { LiveClient } from "../../../src/replay/live_client.ts";
import { Replay } from "../../../src/replay/replay.ts";
import { scriptOf } from "./scripts.ts";

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
