// Clients that come and say nothing are told of, where a session waited for one of them.

import { assertEquals } from "@std/assert";
import { startReplayServer } from "../../../src/net/replay_server/replay_server.ts";
import { OneTimer } from "./one_timer.ts";
import { closed, connect, plainScript } from "./plain_tape.ts";

const SCRIPT = await plainScript([[0, "client", "go"], [1, "server", "gone"]]);
const [STEP] = SCRIPT.sessions[0]?.steps ?? [];
const EXPECTED = [{ line: STEP?.line ?? 0, what: "text of 2 characters" }];

for (const serve of ["sessions", "whole"] as const) {
  Deno.test(`startReplayServer() names who stays and never says a word, serving ${serve}`, async () => {
    const patience = 54_321;
    const silence = new OneTimer(patience);
    const { after } = silence;
    await using server = await startReplayServer({ script: SCRIPT, serve, patience, after });
    const socket = await connect(server.url);
    const left = closed(socket);
    silence.end();
    assertEquals(await server.played, "silence");
    const { silent, totals, isGood } = server.report();
    assertEquals([silent, totals.refused, isGood], [EXPECTED, 0, false]);
    socket.close();
    await left;
    // Nobody else has come: it was the one.
    assertEquals(server.report().silent, EXPECTED);
  });
}

Deno.test("startReplayServer() says nothing of who was thrown away while another one played", async () => {
  await using server = await startReplayServer({ script: SCRIPT, speed: "max" });
  const [thrownAway, client] = [await connect(server.url), await connect(server.url)];
  const left = [closed(thrownAway), closed(client)];
  client.send("go");
  assertEquals(await server.played, "all");
  assertEquals([server.report().silent, server.report().isGood], [undefined, true]);
  thrownAway.close();
  client.close();
  await Promise.all(left);
});
