// Five hundred stock clients at once on one replay of S1: each gets all of it, and nothing of what is
// another's.

import { assert, assertEquals } from "@std/assert";
import { io } from "socket.io-client";
import { startReplayServer } from "../../../src/net/replay_server/replay_server.ts";
import { inTime } from "../../peers/in_time.ts";
import { onlySession, scriptOf } from "../../net/replay_server/scripts.ts";

const CLIENTS = 500;

/** Every so many come over polling, and move to WebSocket or not. */
const WAYS: readonly (readonly string[])[] = [
  ...Array.from({ length: 18 }, () => ["websocket"]),
  ["polling"],
  ["polling", "websocket"],
];

interface Visit {
  readonly id: string;
  readonly heard: readonly unknown[];
}

Deno.test("a replay gives S1 to 500 clients at once, all of it to each", async () => {
  const script = await scriptOf("tracking");
  const session = onlySession(script);
  const positions = session.steps.flatMap(({ from, meaning }) =>
    from === "server" && meaning.kind === "event" ? [meaning.args[0]] : []
  );
  assertEquals(positions.length, 3);
  const allIn = Promise.withResolvers<void>();
  let count = 0;
  await using server = await startReplayServer({
    script,
    speed: "max",
    serve: "whole",
    // Whoever came first waits for the last, whom the test gives up, not the server.
    patience: Infinity,
  });
  const entered = (): Promise<void> => {
    count += 1;
    // Nobody subscribes before everybody is there.
    if (count === CLIENTS) {
      assertEquals(server.clientCount, CLIENTS);
      allIn.resolve();
    }
    return allIn.promise;
  };
  const visits = Array.from(
    { length: CLIENTS },
    (_, place) => visit(server.url, WAYS[place % WAYS.length] ?? [], positions.length, entered),
  );
  const logs = await inTime(Promise.all(visits), "all clients to hear everything").catch(
    (cause) => {
      throw new Error(`${count} of ${CLIENTS} clients came in`, { cause });
    },
  );
  for (const { heard } of logs) assertEquals(heard, positions);
  assertEquals(new Set(logs.map(({ id }) => id)).size, CLIENTS);
  const { totals, isGood, sessions } = server.report();
  assert(isGood, JSON.stringify(totals));
  assertEquals(sessions[0]?.performances.length, CLIENTS);
  assertEquals([totals.missed, totals.unexpected, totals.unserved], [0, 0, 0]);
});

/** One client from its connection to its goodbye. */
async function visit(
  url: string,
  transports: readonly string[],
  most: number,
  entered: () => Promise<void>,
): Promise<Visit> {
  const socket = io(`${url}/sfa`, {
    transports: [...transports],
    query: { auth_type: "v3", token: "anybody's" },
    forceNew: true,
    reconnection: false,
  });
  const heard: unknown[] = [];
  const all = Promise.withResolvers<void>();
  socket.on("connect_error", all.reject);
  socket.on("disconnect", (reason) => all.reject(new Error(`Left alone: ${reason}`)));
  socket.on("location:track", (position: unknown) => {
    heard.push(position);
    if (heard.length === most) all.resolve();
  });
  await Promise.race([new Promise<void>((resolve) => socket.on("connect", resolve)), all.promise]);
  // Who is turned out while others are waited for says so at once.
  await Promise.race([entered(), all.promise]);
  socket.emit("room:subscribe", { room: "track_222222", ssoId: 222222 });
  await all.promise;
  const id = socket.id ?? "";
  socket.disconnect();
  return { id, heard };
}
