// Stock clients that reconnect by themselves: after a fault they find their server recovered.

import { assertEquals } from "@std/assert";
import { io, type Socket } from "socket.io-client";
import {
  type ReplayServer,
  type ReplayServerOptions,
  type ServerFault,
  startReplayServer,
} from "../../../src/net/replay_server/replay_server.ts";
import { engineSession } from "../../replay/fixtures.ts";
import { closed, connect, plainScript } from "./plain_tape.ts";
import { scriptFrom, scriptOf } from "./scripts.ts";

interface Client extends Disposable {
  readonly positions: readonly number[];
  readonly ends: readonly string[];
  readonly ids: readonly string[];
  /** All positions of the tape have come. */
  readonly all: Promise<void>;
  readonly socket: Socket;
}

/** A client of S1 that subscribes whenever it is connected, and comes back at once. */
function track(url: string): Client {
  const socket = io(`${url}/sfa`, {
    transports: ["websocket"],
    query: { auth_type: "v3", token: "x" },
    reconnectionDelay: 1,
    reconnectionDelayMax: 1,
    forceNew: true,
  });
  const positions: number[] = [];
  const ends: string[] = [];
  const ids: string[] = [];
  socket.on("connect", () => {
    ids.push(String(socket.id));
    socket.emit("room:subscribe", { room: "track_222222", ssoId: 222222 });
  });
  const all = Promise.withResolvers<void>();
  socket.on("location:track", ({ lat }) => positions.push(lat) === 3 && all.resolve());
  socket.on("disconnect", (reason) => ends.push(reason));
  return {
    positions,
    ends,
    ids,
    all: all.promise,
    socket,
    [Symbol.dispose]: () => void socket.disconnect(),
  };
}

async function positionsOf(name: string): Promise<readonly number[]> {
  const { sessions: [session] } = await scriptOf(name);
  return (session?.steps ?? []).flatMap(({ meaning }) => {
    if (meaning.kind !== "event" || meaning.name !== "location:track") return [];
    return [Object(meaning.args[0]).lat];
  });
}

async function serve(
  faults: readonly ServerFault[],
  more: Partial<ReplayServerOptions> = {},
): Promise<ReplayServer> {
  const script = await scriptOf("tracking_websocket");
  return await startReplayServer({
    script,
    speed: "max",
    faults,
    seed: 7,
    mode: "name",
    patience: 5000,
    ...more,
  });
}

for (
  const [fault, end] of [
    [{ kind: "cut", event: "location:track", nth: 2 }, "transport close"],
    [{ kind: "close", event: "location:track", nth: 2, code: 1011 }, "transport close"],
    [{ kind: "corrupt", event: "location:track", nth: 2 }, "parse error"],
  ] as const satisfies readonly (readonly [ServerFault, string])[]
) {
  Deno.test(`startReplayServer() plays the rest to who comes back after ${fault.kind}`, async () => {
    await using server = await serve([fault]);
    using client = track(server.url);
    assertEquals(await server.played, "all");
    await client.all;
    client.socket.disconnect();
    await server.whenEmpty(5000);
    assertEquals(client.positions, await positionsOf("tracking_websocket"));
    assertEquals(client.ends.slice(0, 1), [end]);
    assertEquals(new Set(client.ids).size, 2, "it is somebody new");
    const { isGood, sessions: [session], totals } = server.report();
    assertEquals([isGood, session?.performances.length, totals.refused], [true, 1, 0]);
    assertEquals(server.faults().length, 1);
  });
}

Deno.test("startReplayServer() puts a fault in several times for who comes back", async () => {
  const fault = { kind: "cut", event: "location:track", nth: 2, times: 2 } as const;
  await using server = await serve([fault]);
  using client = track(server.url);
  assertEquals(await server.played, "all");
  await client.all;
  assertEquals(client.ids.length, 3);
  assertEquals(client.positions, await positionsOf("tracking_websocket"));
  assertEquals([server.faults().length, server.report().isGood], [2, true]);
});

Deno.test("startReplayServer() plays the rest where everybody gets the whole tape, too", async () => {
  await using server = await serve([{ kind: "cut", nth: 2 }], { serve: "whole" });
  using client = track(server.url);
  assertEquals(await server.played, "all");
  await client.all;
  assertEquals(client.positions, await positionsOf("tracking_websocket"));
  assertEquals(server.report().isGood, true);
});

Deno.test("startReplayServer() puts a fault in for one client alone, by its number", async () => {
  await using server = await serve(
    [{ kind: "cut", nth: 1, client: 2 }, { kind: "starve-pings", client: 3 }],
    { serve: "whole" },
  );
  using client = track(server.url);
  assertEquals(await server.played, "all");
  assertEquals([client.ends, server.faults()], [[], []]);
});

Deno.test("startReplayServer() waits for who was cut off, and fails where nobody comes back", async () => {
  await using server = await serve([{ kind: "cut", nth: 2 }], { patience: 20 });
  using client = track(server.url);
  client.socket.io.reconnection(false);
  assertEquals(await server.played, "silence");
  const { isGood, sessions: [session] } = server.report();
  assertEquals([isGood, session?.performances[0]?.endedBy], [false, "fault"]);
});

for (
  const [kind, transport] of [["starve-pings", "websocket"], ["stall-polls", "polling"]] as const
) {
  Deno.test(`startReplayServer() has recovered for who comes back after ${kind}`, async () => {
    const texts = [[1, "client", "40"], [2, "server", '40{"sid":"x"}'], [
      900,
      "server",
      '42["end"]',
    ]];
    const entries = engineSession(texts.map(([at, from, text]) => [
      Number(at),
      from === "client" ? "client" : "server",
      String(text),
    ]));
    const quick = JSON.parse(
      JSON.stringify(entries).replaceAll("25000", "250").replaceAll("20000", "250"),
    );
    await using server = await startReplayServer({
      script: await scriptFrom(quick),
      faults: [{ kind }],
    });
    const socket = io(server.url, {
      transports: [transport],
      // Long enough for the server to hear first that it went.
      reconnectionDelay: 100,
      reconnectionDelayMax: 100,
    });
    const ends: string[] = [];
    socket.on("disconnect", (reason) => ends.push(reason));
    await new Promise<void>((resolve) => socket.on("end", () => resolve()));
    assertEquals(await server.played, "all");
    socket.disconnect();
    await server.whenEmpty(5000);
    assertEquals(ends[0], "ping timeout");
    assertEquals([server.report().isGood, server.faults().length], [true, 1]);
  });
}

Deno.test("startReplayServer() plays the rest to a plain WebSocket that comes back", async () => {
  const script = await plainScript([[0, "client", "go"], [1, "server", "1"], [2, "server", "2"]]);
  const faults = [{ kind: "cut", nth: 2 }] as const;
  await using server = await startReplayServer({ script, speed: "max", faults });
  const heard: string[] = [];
  for (const _ of [1, 2]) {
    const socket = await connect(server.url);
    socket.on("message", (data) => heard.push(String(data)));
    const gone = closed(socket);
    socket.send("go");
    if (heard.length > 0) {
      assertEquals(await server.played, "all");
      socket.close();
    }
    await gone;
  }
  assertEquals([heard, server.report().isGood], [["1", "2"], true]);
});

Deno.test("startReplayServer() closes a WebSocket for whom nothing is left, and says why", async () => {
  const script = await plainScript([[0, "client", "go"], [1, "server", "1"]]);
  await using server = await startReplayServer({ script, speed: "max" });
  const [first, second] = [await connect(server.url), await connect(server.url)];
  const left = closed(first);
  const reason = new Promise<string>((resolve) => {
    second.on("close", (code, text) => resolve(`${code} ${text}`));
  });
  first.send("go");
  await server.played;
  second.send("go");
  assertEquals(await reason, "1008 Unexpected: All sessions of the tape have been played");
  first.close();
  await left;
  const { isGood, totals } = server.report();
  assertEquals([isGood, totals.refused], [false, 1]);
});
