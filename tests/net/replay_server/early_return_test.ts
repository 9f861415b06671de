// Clients that gave up for want of heartbeats, and are back before their server has heard that they
// were gone: on a busy machine either may come first.

import { assertEquals } from "@std/assert";
import type { PlayedClient } from "../../../src/net/engine_client/contract.ts";
import { startEngineClient } from "../../../src/net/engine_client/engine_client.ts";
import { GOODBYE_MILLISECONDS } from "../../../src/net/engine_server/limits.ts";
import type { ReplayEvent } from "../../../src/net/replay_server/replay_event.ts";
import {
  type ReplayServer,
  startReplayServer,
} from "../../../src/net/replay_server/replay_server.ts";
import { SENT_CHECK } from "../../../src/net/replay_server/stage.ts";
import type { Transport } from "../../../src/protocols/protocol.ts";
import { inTime } from "../../peers/in_time.ts";
import { engineSession } from "../../replay/fixtures.ts";
import { Listening } from "../engine_client/listening.ts";
import { ManualTime } from "./manual_time.ts";
import { scriptFrom } from "./scripts.ts";

/** What the tape's handshake promises: an interval and a timeout. */
const GIVES_UP_MILLISECONDS = 45_000;

interface Starved extends AsyncDisposable {
  readonly server: ReplayServer;
  readonly time: ManualTime;
  readonly events: readonly ReplayEvent[];
  /** Who has the session. */
  readonly first: Listening;
  /** Another one, that looks the same unless its program has another name. */
  comes(program?: string): Promise<readonly [PlayedClient, Listening]>;
}

/** One session, whose first client has it, hears nothing any more, and does not say that it goes. */
async function startStarved(
  kind: "starve-pings" | "stall-polls",
  transport: Transport,
): Promise<Starved> {
  const script = await scriptFrom(engineSession([
    [1, "client", "40"],
    [2, "server", '40{"sid":"x"}'],
    [3, "client", '42["go"]'],
    [4, "server", '42["end"]'],
  ]));
  const time = new ManualTime();
  const events: ReplayEvent[] = [];
  const isCast = Promise.withResolvers<void>();
  const server = await startReplayServer({
    script,
    speed: "max",
    patience: Infinity,
    faults: [{ kind }],
    clock: time,
    after: time.after,
    onEvent(event): void {
      events.push(event);
      if (event.kind === "cast") isCast.resolve();
    },
  });
  const clients: PlayedClient[] = [];
  const comes: Starved["comes"] = async (program = "one") => {
    const told = new Listening();
    const { listener } = told;
    const { hostname, port } = server;
    const headers = [["User-Agent", program]] as const;
    const way = { path: "/socket.io/", query: [], headers, version: 4 as const };
    const transports = [transport];
    const client = startEngineClient({ hostname, port, ...way, transports, listener });
    clients.push(client);
    await inTime(Promise.race([told.opened.promise, told.closed.promise]), "an answer");
    return [client, told];
  };
  const [client, first] = await comes();
  client.send(["0"]);
  await inTime(isCast.promise, "the first client to be given its session");
  return {
    ...{ server, time, events, first, comes },
    async [Symbol.asyncDispose](): Promise<void> {
      for (const each of clients) each.destroy();
      const ended = server[Symbol.asyncDispose]();
      // Who was destroyed before its next poll does not come for its last words.
      time.advance(GOODBYE_MILLISECONDS);
      await inTime(ended, "the server to end");
    },
  };
}

/** Nobody was let in beside the first. */
async function assertRefused({ server, events }: Starved, told: Listening): Promise<void> {
  const end = await inTime(told.closed.promise, "a refusal");
  assertEquals(end.kind === "refused" && end.status, 400);
  const refused = events.flatMap((event) => event.kind === "refused" ? [event.reason] : []);
  assertEquals(refused, ["All sessions of the tape have been played (/socket.io/)"]);
  assertEquals(server.clientCount, 1);
}

for (
  const [kind, transport] of [["starve-pings", "websocket"], ["stall-polls", "polling"]] as const
) {
  Deno.test(`startReplayServer() takes who is back after ${kind} before it is heard that it went`, async () => {
    await using stage = await startStarved(kind, transport);
    const { server, time, events, comes } = stage;
    time.leap(GIVES_UP_MILLISECONDS);
    const [client, told] = await comes();
    client.send(["0"]);
    await told.heard(1);
    client.send(['2["go"]']);
    assertEquals((await told.heard(2)).at(-1), '2["end"]');
    // From time to time it is looked whether all has left.
    time.advance(SENT_CHECK);
    assertEquals(await inTime(server.played, "the tape to be played"), "all");
    const left = events.flatMap((event) => event.kind === "left" ? [event] : []);
    assertEquals(left.map(({ client, reason }) => [client, reason]), [[1, "ping timeout"]]);
    assertEquals([server.report().isGood, server.clientCount], [true, 1]);
    assertEquals(server.report().sessions[0]?.performances.length, 1);
  });

  Deno.test(`startReplayServer() does not take another for who may still be there in ${kind}`, async () => {
    await using stage = await startStarved(kind, transport);
    stage.time.leap(GIVES_UP_MILLISECONDS - 1);
    const [, told] = await stage.comes();
    await assertRefused(stage, told);
  });

  Deno.test(`startReplayServer() does not take somebody else for who gave up in ${kind}`, async () => {
    await using stage = await startStarved(kind, transport);
    stage.time.leap(GIVES_UP_MILLISECONDS);
    const [, told] = await stage.comes("another");
    await assertRefused(stage, told);
  });
}

Deno.test("startReplayServer() lets the connection go of who is back on another one", async () => {
  await using stage = await startStarved("starve-pings", "websocket");
  stage.time.leap(GIVES_UP_MILLISECONDS);
  await stage.comes();
  const end = await inTime(stage.first.closed.promise, "the first connection to end");
  assertEquals(end, { kind: "closed", by: "server", code: 1005, reason: "" });
});
