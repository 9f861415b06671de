// Played means sent: over polling that is when the client has asked for it.

import { assertEquals } from "@std/assert";
import {
  type ReplayServer,
  startReplayServer,
} from "../../../src/net/replay_server/replay_server.ts";
import { engineSession } from "../../replay/fixtures.ts";
import { OneTimer } from "./one_timer.ts";
import { scriptFrom } from "./scripts.ts";

const SCRIPT = await scriptFrom(engineSession([
  [0, "client", "40"],
  [0, "server", '40{"sid":"recordedSid"}'],
  [1, "server", '42["last"]'],
]));

/** A client by hand, that is in the namespace and has not asked for anything yet. */
async function join({ url }: ReplayServer): Promise<string> {
  const place = `${url}/socket.io/?EIO=4&transport=polling`;
  const open = await (await fetch(place)).text();
  const { sid } = JSON.parse(open.slice(1));
  const session = `${place}&sid=${sid}`;
  await (await fetch(session, { method: "POST", body: "40" })).text();
  return session;
}

Deno.test("startReplayServer() has played when the last poll has been answered, not before", async () => {
  await using server = await startReplayServer({ script: SCRIPT, speed: "max" });
  let isPlayed = false;
  const played = server.played.then((because) => {
    isPlayed = true;
    return because;
  });
  const session = await join(server);
  // Time for it to be told, if it were so.
  await (await fetch(`${server.url}/elsewhere`)).text();
  assertEquals([isPlayed, server.report().isGood], [false, true]);
  const heard = await (await fetch(session)).text();
  assertEquals(heard.split("\x1e").at(-1), '42["last"]');
  assertEquals(await played, "all");
});

Deno.test("startReplayServer() waits for no poll any longer than it has patience", async () => {
  const patience = 54_321;
  const silence = new OneTimer(patience);
  const { after } = silence;
  await using server = await startReplayServer({ script: SCRIPT, speed: "max", patience, after });
  await join(server);
  assertEquals(silence.isSet, true);
  silence.end();
  assertEquals(await server.played, "silence");
});
